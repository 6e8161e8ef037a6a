/** property_name_chars: only letters, digits and `,._+*#?-`. Zephyr's reader refuses `@` itself. */
import { PROPERTY_NAME, span } from './characters.js';
import { ERROR_OF_DTC, type Check } from './check.js';

export const propertyNameChars: Check = {
  name: 'property_name_chars',
  level: ERROR_OF_DTC,
  omittedToo: true,
  properties: (name) => span(name, PROPERTY_NAME) < name.length,
  property: (property, { reportProperty }) => {
    const { name } = property;
    reportProperty(property, `A property's name cannot hold '${name[span(name, PROPERTY_NAME)]!}'.`);
  },
};
