/** What code may do at an address, as extra lines below a hover. */
import { hex32 } from '../../base/index.js';
import type { Machine } from '../../emulator/index.js';
import { explainAddress, listText, type AddressVerdicts } from '../mpu/index.js';
import { textNode, type Node } from './nodes.js';
import { runsUnprivileged } from './registers.js';
import { attributionBody } from './security-views.js';

export function rightsNodes(machine: Machine, address: number, sizeBytes: number): readonly Node[] {
  const { privileged, unprivileged } = explainAddress(machine.mpuView, address, Math.max(1, sizeBytes));
  const attribution = attributionBody(machine, address);
  const unreachable = attribution?.reachable === false ? ` ${attribution.current} code cannot reach it.` : '';
  return [
    ...(attribution === undefined
      ? []
      : [textNode('security', `${attribution.state}: ${attribution.sentence}${unreachable}`)]),
    textNode('region', `${deciderText(privileged, machine.mpuView.regionCount > 0)} at ${hex32(address)}`),
    ...(runsUnprivileged(machine)
      ? [textNode('privileged', rightsText(privileged)), textNode('unprivileged', rightsText(unprivileged))]
      : [textNode('all code', rightsText(privileged))]),
  ];
}

function deciderText({ read: { decider, region, regions } }: AddressVerdicts, hasMpu: boolean): string {
  switch (decider) {
    case 'region':
      return `region ${region ?? 0}`;
    case 'overlap':
      return `regions ${listText(regions ?? [])} overlap`;
    case 'background':
      return 'no region, default memory map for privileged code';
    case 'defaultMap':
      return `${hasMpu ? 'MPU off' : 'no MPU'}, default memory map`;
    case 'ppb':
      return 'Private Peripheral Bus';
    case 'none':
      return 'no region';
  }
}

/** `read, write` and, where something is denied, the rule that does it. */
function rightsText(verdicts: AddressVerdicts): string {
  const purposes = ['read', 'write', 'execute'] as const;
  const granted = purposes.filter((purpose) => verdicts[purpose].allowed);
  const denied = purposes.find((purpose) => !verdicts[purpose].allowed);
  const rule = denied === undefined ? '' : `: ${verdicts[denied].rule}`;
  return `${granted.length === 0 ? 'nothing' : granted.join(', ')}${rule}`;
}
