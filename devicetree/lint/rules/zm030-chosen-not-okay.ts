/** ZM030: a memory that /chosen names and that is not okay. */
import { isOkay } from '../../model/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { chosen, nodeName, propertyRange, valueRange } from '../reading.js';
import { enable } from '../status.js';

/** What Zephyr does with a chosen memory that is not okay. */
const EFFECTS: Readonly<Record<string, string>> = {
  'zephyr,sram': 'the program is linked to a RAM that devicetree says is not there',
  'zephyr,flash': 'the program is linked to a flash that devicetree says is not there',
  'zephyr,itcm': 'no code or data goes to it, and the sections for ITCM are missing',
  'zephyr,dtcm': 'no data goes to it, and the sections for DTCM are missing',
};

export const zm030 = rule('ZM030', 'warning', 'Chosen memory is not okay', (context, report) => {
  for (const [name, effect] of Object.entries(EFFECTS)) {
    const found = chosen(context.compilation.tree, name);
    if (found === undefined || isOkay(found.node)) continue;
    const { node, property } = found;
    const status = node.properties.get('status');
    const range = valueRange(property.syntax);
    report({
      message: `${nodeName(node)}, chosen as ${name}, is not okay: ${effect}.`,
      range,
      related: status === undefined ? [] : [{ range: propertyRange(status), message: 'its status' }],
      fixes: fixOf(`Enable ${nodeName(node)}`, enable(node, range.file)),
    });
  }
});
