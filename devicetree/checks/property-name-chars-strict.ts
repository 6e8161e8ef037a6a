/** property_name_chars_strict: letters, digits, `,` and `-`, and `#` in front. Off by default. */
import { span, STRICT } from './characters.js';
import { OFF, type Check } from './check.js';

export const propertyNameCharsStrict: Check = {
  name: 'property_name_chars_strict',
  level: OFF,
  properties: 'all',
  property: (property, { reportProperty }) => {
    const { name } = property;
    if (name === 'device_type') return;
    let at = span(name, STRICT);
    // `#` may begin a name, or what follows a vendor's prefix.
    if (name[at] === '#' && (at === 0 || name[at - 1] === ',')) at = span(name, STRICT, at + 1);
    if (at < name.length) reportProperty(property, `'${name[at]!}' is not recommended in a property's name.`);
  },
};
