/** Names of templates in the spellings of GCC, of demanglers and of people, and what a user may leave out of them. */
import assert from 'node:assert/strict';
import { isNamed, lastPart, plainSpelling, withoutArguments } from '../../../debugger/dwarf/spelling.js';

describe('names of C++ templates', () => {
  const alike: readonly (readonly [string, string])[] = [
    ['operator+<short int, 3>', 'operator+<short, 3u>'],
    ['Map<long unsigned int, Pair<char, long long int> >', 'Map<unsigned long, Pair<char,long long>>'],
    ['f<unsigned int>', 'f< unsigned int >'],
    ['f<char const*>', 'f<char const *>'],
  ];
  for (const [ours, theirs] of alike) {
    it(`${ours} is ${theirs}`, () => {
      assert.equal(plainSpelling(ours), plainSpelling(theirs));
    });
  }

  it('are not changed where there are no arguments', () => {
    for (const name of ['operator<', 'a::operator->', 'operator<<', 'operator()', 'long int', 'f']) {
      assert.equal(plainSpelling(name), name);
      assert.equal(withoutArguments(name), name);
    }
  });

  it('lose their arguments', () => {
    assert.equal(withoutArguments('math::Vector<short, 3>::operator[]'), 'math::Vector::operator[]');
    assert.equal(withoutArguments('a<b<c> >::d<e>'), 'a::d');
    assert.equal(withoutArguments('operator< <int>'), 'operator<');
    assert.equal(withoutArguments('operator<< <int>'), 'operator<<');
  });

  it('have a last part', () => {
    assert.equal(lastPart('math::Vector<a::b, 3>::operator[]'), 'operator[]');
    assert.equal(lastPart('a::operator->'), 'operator->');
    assert.equal(lastPart('f<a::b>'), 'f<a::b>');
    assert.equal(lastPart('a::f(b::c)'), 'f(b::c)');
  });

  const named: readonly (readonly [string, string, boolean])[] = [
    ['math::Vector<short int, 3>::operator[]', 'math::Vector<short, 3u>::operator[]', true],
    ['math::Vector<short int, 3>::operator[]', 'Vector::operator[]', true],
    ['math::Vector<short int, 3>::operator[]', 'ector::operator[]', false],
    ['math::Vector<short int, 3>::operator[]', 'math::Vector<short, 4u>::operator[]', false],
    ['plant::(anonymous namespace)::oldest', 'plant::oldest', true],
    ['plant::(anonymous namespace)::oldest', 'plant::(anonymous namespace)::oldest', true],
    ['plant::(anonymous namespace)::oldest', 'oldest', true],
    ['plant::oldest', 'plant::(anonymous namespace)::oldest', false],
  ];
  for (const [full, wanted, is] of named) {
    it(`${wanted} ${is ? 'means' : 'does not mean'} ${full}`, () => {
      assert.equal(isNamed(full, wanted), is);
    });
  }
});
