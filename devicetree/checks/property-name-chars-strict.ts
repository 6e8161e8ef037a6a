/** property_name_chars_strict: letters, digits, `,` and `-`, and `#` in front. Off by default. */
import { span, STRICT } from './characters.js';
import { OFF, type Check } from './check.js';

export const propertyNameCharsStrict: Check = {
  name: 'property_name_chars_strict',
  level: OFF,
  properties: (name) => name !== 'device_type' && oddAt(name) < name.length,
  property: (property, { reportProperty }) => {
    const { name } = property;
    reportProperty(property, `'${name[oddAt(name)]!}' is not recommended in a property's name.`);
  },
};

/** Where the first character stands that is not recommended; `#` may begin a name, or what follows a vendor's prefix. */
function oddAt(name: string): number {
  const at = span(name, STRICT);
  return name[at] === '#' && (at === 0 || name[at - 1] === ',') ? span(name, STRICT, at + 1) : at;
}
