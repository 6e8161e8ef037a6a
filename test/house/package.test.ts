/** The README of the package is whole where nothing of the project is beside it. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../support/root.js';

interface PackageReadme {
  packagedReadme(text: string, read: (file: string) => Buffer): string;
  deadTargets(text: string): readonly string[];
}

const SAMPLE = `# Title
![One](docs/a.png) and ![far](https://example.org/b.png)
[Docs](docs/A.md), [site](https://example.org), [part](#part), [Licence](LICENSE).
`;

describe('house: the README of the package', () => {
  let readme: PackageReadme;
  before(async () => {
    readme = (await import(pathToFileURL(join(root, 'scripts/steps/package-readme.mjs')).href)) as PackageReadme;
  });

  it('holds its images, and words for links to files', () => {
    const read = (file: string): Buffer => Buffer.from(file === 'docs/a.png' ? 'PNG' : '');
    assert.equal(
      readme.packagedReadme(SAMPLE, read),
      `# Title
![One](data:image/png;base64,UE5H) and ![far](https://example.org/b.png)
Docs, [site](https://example.org), part, Licence.
`,
    );
  });

  it('finds dead links of every notation', () => {
    assert.deepEqual(readme.deadTargets(SAMPLE), ['docs/a.png', 'docs/A.md', '#part', 'LICENSE']);
    const others = '<img src="docs/a.png"> <a href=docs/A.md>A</a>\n\n[a]: docs/B.md\n[b]: https://example.org\n';
    assert.deepEqual(readme.deadTargets(others), ['docs/a.png', 'docs/A.md', 'docs/B.md']);
  });

  it('has no dead link and shows every image', () => {
    const text = readFileSync(join(root, 'README.md'), 'utf8');
    const images = text.match(/docs\/images\/[\w-]+\.png/g) ?? [];
    assert.ok(images.length > 0);
    const packaged = readme.packagedReadme(text, (file) => readFileSync(join(root, file)));
    assert.deepEqual(readme.deadTargets(packaged), []);
    assert.equal(packaged.match(/data:image\/png;base64,iVBORw0KGgo/g)?.length, images.length);
    assert.deepEqual(readme.deadTargets(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')), []);
  });

  it("the project's own README links to files that are there", () => {
    const targets = readme.deadTargets(readFileSync(join(root, 'README.md'), 'utf8'));
    assert.deepEqual(
      targets.filter((target) => !existsSync(join(root, target))),
      [],
    );
  });
});
