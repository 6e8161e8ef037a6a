// Ends the process with one sentence when Node is too old. Only syntax that every Node with modules can parse.
export function nodeProblem(version) {
  const parts = version.split('.').map(Number);
  const enough = parts[0] > 20 || (parts[0] === 20 && parts[1] >= 19);
  return enough
    ? ''
    : 'Ringfence needs Node.js 20.19 or newer, and this is ' +
        version +
        '; install it from your distribution or nodejs.org and run the command again.';
}

const problem = nodeProblem(process.versions.node);
if (problem !== '') {
  console.error(problem);
  process.exit(1);
}
