/** ZM012: another architecture's attribute on an Arm core, where its bits mean something else. */
import { armTypesIn, type ArmRegionType, type AttributeGroup } from '../../zephyr/index.js';
import { rule } from '../define.js';
import { fixOf } from '../edits.js';
import { isCortexM, isCortexR } from '../memory.js';
import { attributeUses, SHIFTS } from '../macros.js';
import { headersFor } from '../spelling.js';
import { rewrite } from '../values.js';
import { list } from '../words.js';

const NAMES: Readonly<Partial<Record<AttributeGroup, string>>> = { riscv: 'RISC-V', xtensa: 'Xtensa', arm64: 'Arm64' };

/** The Arm type that comes nearest. */
const INSTEAD: readonly (readonly [RegExp, ArmRegionType])[] = [
  [/_(TYPE_MAIN|DATA_RAM|INSTR_RAM)$/, 'RAM'],
  [/_(DATA_ROM|INSTR_ROM)$/, 'FLASH'],
  [/_(TYPE_IO|XLMI)/, 'IO'],
];

export const zm012 = rule('ZM012', 'warning', "Another architecture's attribute", (context, report) => {
  if (!isCortexM(context) && !isCortexR(context)) return;
  for (const { use, assignment, inside } of attributeUses(context)) {
    const { name } = use.macro;
    const macro = context.attributes.macros.get(name);
    const group = macro?.group ?? SHIFTS.get(name);
    const architecture = group === undefined ? undefined : NAMES[group];
    if (architecture === undefined || inside.length > 0) continue;
    const types = macro === undefined ? [] : armTypesIn(macro.value);
    const effect =
      types.length === 0 ? 'no Arm MPU type' : `the bits of ${list(types.map((type) => `DT_MEM_ARM_MPU_${type}`))}`;
    const better = INSTEAD.find(([pattern]) => pattern.test(name))?.[1];
    const text = `DT_MEM_ARM_MPU_${better ?? ''}`;
    const edit = better === undefined ? undefined : rewrite(assignment, [{ range: use.range, newText: text }]);
    report({
      message: `${name} is for ${architecture}; on ${context.target.architecture ?? 'Arm'} it is ${effect}.`,
      range: use.nameRange,
      fixes: fixOf(`Use ${text}`, edit && [...headersFor(context, use.range, text), edit]),
    });
  }
});
