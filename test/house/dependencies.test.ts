/** The locked dependencies install anywhere: from whatever registry npm is set to, without a compiler or further downloads. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/root.js';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
}

interface Manifest {
  readonly private?: boolean;
  readonly license?: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
const { packages } = JSON.parse(lockText) as { packages: Readonly<Record<string, LockedPackage>> };
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const locked = Object.entries(packages).filter(([path]) => path !== '');

/** Every URL in a JSON value, with the keys that lead to it. */
function urls(value: unknown, path: readonly string[] = []): { path: readonly string[]; url: string }[] {
  if (typeof value === 'string') return /^[a-z+]+:\/\//.test(value) ? [{ path, url: value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => urls(inner, [...path, key]));
}

describe('house: dependencies', () => {
  it('are locked by hash, and without saying from where', () => {
    assert.ok(locked.length > 100);
    assert.deepEqual(
      locked.filter(([, entry]) => entry.resolved !== undefined || entry.integrity === undefined).map(([path]) => path),
      [],
    );
    assert.match(readFileSync(join(root, '.npmrc'), 'utf8'), /^omit-lockfile-registry-resolved=true$/m);
  });

  it('name no host, except where authors ask for funding', () => {
    // npm copies each package's `funding` field into the lockfile. Nothing is ever fetched from those addresses.
    const others = urls(JSON.parse(lockText)).filter(({ path }) => !path.includes('funding'));
    assert.deepEqual(others, []);
  });

  it('run nothing while they are installed', () => {
    assert.deepEqual(
      locked.filter(([, entry]) => entry.hasInstallScript === true).map(([path]) => path),
      [],
    );
  });

  it('are exact versions', () => {
    const loose = Object.entries(manifest.devDependencies).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    assert.deepEqual(loose, []);
  });

  it('belong to a private package under Apache-2.0', () => {
    assert.equal(manifest.private, true);
    assert.equal(manifest.license, 'Apache-2.0');
    assert.match(readFileSync(join(root, 'LICENSE'), 'utf8'), /Apache License\s+Version 2\.0/);
  });
});
