import { checkRule, memory, root } from '../support.js';

checkRule(
  'ZM048',
  [
    {
      name: 'a memory that ends at 4 GiB',
      source: root(
        memory({
          label: 'ext',
          at: 'f0000000',
          reg: '«0xf0000000 0x10000000»',
          attribute: 'DT_MEM_ARM_MPU_IO',
          compatible: '"acme,ram"',
          name: null,
        }),
      ),
      message:
        '0xf0000000-0xffffffff ends at 4 GiB: in 32 bits the end is 0, and mem_attr_check_buf() never finds a buffer in ext.',
      fixes: [{ title: 'Shrink it to 128 MiB', leaves: 'reg = <0xf0000000 0x8000000>;' }],
    },
    {
      name: 'the same on Armv8-M',
      core: 'm33',
      source: root(
        memory({
          label: 'ext',
          at: 'f0000000',
          reg: '«0xf0000000 0x10000000»',
          attribute: 'DT_MEM_ARM_MPU_IO',
          compatible: '"acme,ram"',
          name: null,
        }),
      ),
      message: /ends at 4 GiB/,
      fixes: [{ title: 'Shrink it to 0xfffffe0 bytes', leaves: 'reg = <0xf0000000 0xfffffe0>;' }],
    },
    {
      name: 'a memory that goes beyond',
      core: 'm33',
      source: root(
        memory({
          label: 'ext',
          at: 'f0000000',
          reg: '«0xf0000000 0x20000000»',
          attribute: 'DT_MEM_ARM_MPU_IO',
          compatible: '"acme,ram"',
          name: null,
        }),
      ),
      message: /goes beyond 4 GiB: in 32 bits the end wraps around/,
      fixes: [{ title: 'Shrink it to 0xfffffe0 bytes', leaves: 'reg = <0xf0000000 0xfffffe0>;' }],
    },
  ],
  [
    {
      name: 'memories below',
      source: root(
        memory({
          label: 'ext',
          at: 'f0000000',
          size: '0x8000000',
          attribute: 'DT_MEM_ARM_MPU_IO',
          compatible: '"acme,ram"',
          name: null,
        }),
      ),
    },
    {
      name: 'memories without an attribute',
      source: root(memory({ label: 'ext', at: 'f0000000', size: '0x10000000' })),
    },
    {
      name: 'addresses that are kept from every access',
      source: root(
        memory({
          label: 'ext',
          at: '80000000',
          size: '0x80000000',
          attribute: 'DT_MEM_ARM_MPU_EXTMEM',
          compatible: '"acme,ram"',
          name: null,
        }),
      ),
    },
  ],
);
