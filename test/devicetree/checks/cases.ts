/**
 * For each of dtc's checks small trees and what dtc 1.8.1 says about them. A case without `finds` is one that the check takes.
 * `body` is the root's; `text` a whole source.
 */

export interface CheckCase {
  /** What the case is about. */
  readonly about: string;
  readonly body?: string;
  readonly text?: string;
  /** The subjects, and the text that is marked there. */
  readonly finds?: readonly (readonly [subject: string, marked: string])[];
  /** The subjects that dtc names, where it names others for the same thing. */
  readonly dtcNames?: readonly string[];
}

/** By dtc's name of the check. */
export const CHECK_CASES: Readonly<Record<string, readonly CheckCase[]>> = {
  duplicate_node_names: [
    { about: 'a node twice', body: 'a { }; a { };', finds: [['/a', 'a']] },
    { about: 'a second body merges', text: '/dts-v1/; / { a { }; }; / { a { }; a { }; };' },
    // dtc has no path for what it takes as the second node.
    { about: 'a deletion beside the node', body: 'a { }; /delete-node/ a;', finds: [['/a', 'a']], dtcNames: [''] },
  ],
  duplicate_property_names: [
    { about: 'a property twice', body: 'p = <1>; p = <2>;', finds: [['/:p', 'p']] },
    { about: 'a second body overrides', text: '/dts-v1/; / { p = <1>; }; / { p = <2>; };' },
  ],
  node_name_chars: [
    { about: 'a question mark', body: 'a? { };', finds: [['/a?', 'a?']] },
    { about: 'all that is allowed', body: 'aZ0,._+-@1 { };' },
  ],
  node_name_chars_strict: [
    { about: 'an underscore', body: 'a_b { };', finds: [['/a_b', 'a_b']] },
    { about: 'one in the unit address', body: 'a-b@1_2 { };' },
  ],
  node_name_format: [
    { about: 'two at signs', body: 'a@1@2 { };', finds: [['/a@1@2', 'a@1@2']] },
    { about: 'one', body: 'a@1 { };' },
  ],
  node_name_not_empty: [{ about: 'a unit address alone', body: '@1 { };', finds: [['/@1', '@1']] }],
  node_name_vs_property_name: [
    { about: 'a property of that name', body: 'a = <1>; a { };', finds: [['/a', 'a']] },
    { about: 'one of the base name only', body: 'a = <1>; a@1 { };' },
  ],
  property_name_chars: [
    { about: 'an at sign', body: 'a@1 = <1>;', finds: [['/:a@1', 'a@1']] },
    { about: 'all that is allowed', body: 'aZ0,._+*#?- = <1>;' },
  ],
  property_name_chars_strict: [
    { about: 'an underscore', body: 'a_b = <1>;', finds: [['/:a_b', 'a_b']] },
    { about: '# in front', body: '#a = <1>; vendor,#b = <1>; device_type = "x";' },
    { about: '# inside', body: 'a#b = <1>;', finds: [['/:a#b', 'a#b']] },
  ],
  name_is_string: [{ about: 'a cell', body: 'a { name = <1>; };', finds: [['/a:name', '<1>']] }],
  name_properties: [
    { about: 'another name', body: 'a@1 { name = "b"; };', finds: [['/a@1', '"b"']] },
    { about: 'the name', body: 'a@1 { name = "a"; };' },
  ],
  duplicate_label: [
    { about: 'on two nodes', body: 'one: a { }; one: b { };', finds: [['/b', 'one']] },
    { about: 'on a node twice', body: 'one: one: a { };' },
    { about: 'on one that is left out', body: 'one: a { }; /omit-if-no-ref/ one: b { };', finds: [['/b', 'one']] },
    {
      about: 'on a node, a property and in a value',
      body: 'p = one: <1>; a { one: q; one: b { }; };',
      finds: [
        ['/a', 'one'],
        ['/a/b', 'one'],
      ],
      // dtc looks for other nodes first, we go by order.
      dtcNames: ['/', '/a'],
    },
  ],
  explicit_phandles: [
    { about: 'two cells', body: 'a { phandle = <1 2>; };', finds: [['/a:phandle', '<1 2>']] },
    { about: 'zero', body: 'a { phandle = <0>; };', finds: [['/a:phandle', '<0>']] },
    { about: 'all ones', body: 'a { phandle = <(-1)>; };', finds: [['/a:phandle', '<(-1)>']] },
    { about: 'of another', body: 'b: b { }; a { phandle = <&b>; };', finds: [['/a', '&b']] },
    { about: 'its own', body: 'a: a { phandle = <&a>; };' },
    { about: 'twice', body: 'a { phandle = <1>; }; b { phandle = <1>; };', finds: [['/b', '<1>']] },
    {
      about: 'two that differ',
      body: 'a { phandle = <1>; linux,phandle = <2>; };',
      finds: [['/a', '<2>']],
    },
    { about: 'two alike', body: 'a { phandle = <1>; linux,phandle = <1>; };' },
  ],
  address_cells_is_cell: [
    { about: 'a string', body: 'a { #address-cells = "1"; };', finds: [['/a:#address-cells', '"1"']] },
  ],
  size_cells_is_cell: [
    { about: 'two', body: 'a { #size-cells = <1>, <2>; };', finds: [['/a:#size-cells', '<1>, <2>']] },
  ],
  device_type_is_string: [{ about: 'a cell', body: 'a { device_type = <1>; };', finds: [['/a:device_type', '<1>']] }],
  model_is_string: [{ about: 'two strings', body: 'model = "a", "b";', finds: [['/:model', '"a", "b"']] }],
  status_is_string: [
    { about: 'nothing', body: 'a { status; };', finds: [['/a:status', 'status']] },
    { about: 'a string', body: 'a { status = "okay"; };' },
  ],
  label_is_string: [{ about: 'a cell', body: 'a { label = <1>; };', finds: [['/a:label', '<1>']] }],
  compatible_is_string_list: [
    { about: 'a cell', body: 'compatible = <0x61626364>;', finds: [['/:compatible', '<0x61626364>']] },
    { about: 'strings', body: 'compatible = "a", "b";' },
  ],
  names_is_string_list: [
    { about: 'a cell', body: 'a { clock-names = <0x61626364>; };', finds: [['/a:clock-names', '<0x61626364>']] },
    { about: 'strings', body: 'a { clock-names = "x", "y"; };' },
  ],
  reg_format: [
    { about: 'on the root', body: '#address-cells = <1>; reg = <1 2>;', finds: [['/', 'reg']] },
    {
      about: 'half a pair',
      body: '#address-cells = <1>; #size-cells = <1>; a@1 { reg = <1>; };',
      finds: [['/a@1:reg', '<1>']],
    },
    { about: 'empty', body: '#address-cells = <1>; #size-cells = <1>; a@1 { reg; };', finds: [['/a@1:reg', 'reg']] },
    { about: 'two pairs', body: '#address-cells = <1>; #size-cells = <1>; a@1 { reg = <1 2>, <3 4>; };' },
    { about: 'the default cells', body: 'a@1 { reg = <0 1 2>; };' },
  ],
  ranges_format: [
    { about: 'on the root', body: 'ranges;', finds: [['/:ranges', 'ranges']] },
    {
      about: 'empty between unlike buses',
      body: '#address-cells = <2>; #size-cells = <2>; a { #address-cells = <1>; #size-cells = <1>; ranges; };',
      finds: [['/a:ranges', 'ranges']],
    },
    {
      about: 'a cell short',
      body: '#address-cells = <1>; #size-cells = <1>; a@0 { #address-cells = <1>; #size-cells = <1>; ranges = <0 1>; };',
      finds: [['/a@0:ranges', '<0 1>']],
    },
    {
      about: 'a window',
      body: '#address-cells = <1>; #size-cells = <1>; a@1 { #address-cells = <1>; #size-cells = <1>; ranges = <0 1 2>; };',
    },
  ],
  dma_ranges_format: [
    {
      about: 'a cell short',
      body: '#address-cells = <1>; #size-cells = <1>; a { #address-cells = <1>; #size-cells = <1>; dma-ranges = <0 1>; };',
      finds: [['/a:dma-ranges', '<0 1>']],
    },
  ],
  unit_address_vs_reg: [
    { about: 'an address without reg', body: 'a@1 { };', finds: [['/a@1', 'a@1']] },
    { about: 'reg without an address', body: 'a { reg = <0 1 1>; };', finds: [['/a', 'a']] },
    { about: 'ranges count', body: 'a@1 { ranges = <0 0 0 0 0>; };' },
    { about: 'empty ranges do not', body: 'a { ranges; };' },
    { about: 'fragments are no addresses', text: '/dts-v1/; /plugin/; &x { p; };' },
  ],
  unit_address_format: [
    { about: '0x', body: 'a@0x1 { reg = <0 1 1>; };', finds: [['/a@0x1', 'a@0x1']] },
    { about: 'a leading zero', body: 'a@01 { reg = <0 1 1>; };', finds: [['/a@01', 'a@01']] },
    { about: 'zero', body: 'a@0 { reg = <0 0 1>; };' },
    { about: 'below a simple bus another check looks', body: 'b { compatible = "simple-bus"; a@01 { }; };' },
  ],
  pci_bridge: [
    {
      about: 'nothing right',
      body: 'a { device_type = "pci"; bus-range = <5 300>; };',
      finds: [
        ['/a', 'a'],
        ['/a:bus-range', '<5 300>'],
      ],
    },
    {
      about: 'all right',
      body: 'pcie { device_type = "pci"; ranges; #address-cells = <3>; #size-cells = <2>; bus-range = <0 1>; };',
    },
    {
      about: 'one bus number',
      body: 'pci { device_type = "pci"; ranges; #address-cells = <3>; #size-cells = <2>; bus-range = <0>; };',
      finds: [['/pci:bus-range', '<0>']],
    },
  ],
  pci_device_reg: [
    {
      about: 'another unit address',
      body: pci('a@2 { reg = <0x800 0 0 0 0>; };'),
      finds: [['/pci/a@2', 'a@2']],
    },
    { about: 'device and function', body: pci('a@1,2 { reg = <0xa00 0 0 0 0>; };') },
    { about: 'device alone', body: pci('a@1 { reg = <0x800 0 0 0 0>; };') },
    {
      about: 'no configuration space',
      body: pci('a@1 { reg = <0x2000804 1 0 0 0>; };'),
      finds: [['/pci/a@1:reg', '1 0|0x2000804|0x2000804']],
    },
  ],
  pci_device_bus_num: [
    {
      about: 'outside',
      body: pci('a@1 { reg = <0x50800 0 0 0 0>; };'),
      finds: [['/pci/a@1:reg', '0x50800']],
      // dtc names the bridge's property as one of the device.
      dtcNames: ['/pci/a@1:bus-range'],
    },
    { about: 'inside', body: pci('a@1 { reg = <0x10800 0 0 0 0>; };') },
  ],
  simple_bus_reg: [
    {
      about: 'another unit address',
      body: simpleBus('a@2 { reg = <0x1F 1>; };'),
      finds: [['/soc/a@2', 'a@2']],
    },
    { about: 'lower hexadecimal', body: simpleBus('a@1f { reg = <0x1F 1>; };') },
    { about: 'nothing to address', body: simpleBus('a { };'), finds: [['/soc/a', 'a']] },
    { about: 'a window', body: simpleBus('a@20 { #address-cells = <1>; #size-cells = <1>; ranges = <0 0x20 1>; };') },
    { about: 'a bus inside', body: simpleBus('a { compatible = "simple-bus"; };') },
  ],
  i2c_bus_bridge: [
    { about: 'default cells', body: 'i2c { a@1 { }; };', finds: [['/i2c', 'i2c']] },
    { about: 'no children', body: 'i2c { };' },
    { about: 'a bus inside', body: 'i2c { i2c-bus { }; };' },
  ],
  i2c_bus_reg: [
    { about: 'another unit address', body: i2c('a@11 { reg = <0x10>; };'), finds: [['/i2c/a@11', 'a@11']] },
    { about: 'no reg', body: i2c('a { };'), finds: [['/i2c/a', 'a']] },
    { about: 'eight bits', body: i2c('a@80 { reg = <0x80>; };'), finds: [['/i2c/a@80:reg', '0x80']] },
    {
      about: 'eleven bits',
      body: i2c('a@80000400 { reg = <0x80000400>; };'),
      finds: [['/i2c/a@80000400:reg', '0x80000400']],
    },
    { about: 'ten bits', body: i2c('a@80000100 { reg = <0x80000100>; };') },
    { about: 'its own address', body: i2c('a@10 { reg = <0x40000010>; };') },
  ],
  spi_bus_bridge: [
    { about: 'default cells', body: 'spi { a@1 { }; };', finds: [['/spi', 'spi']] },
    {
      about: 'another name',
      body: '#address-cells = <1>; bus@1 { reg = <1 1>; #address-cells = <1>; #size-cells = <0>; a { spi-max = <1>; }; };',
      finds: [['/bus@1', 'bus@1']],
    },
    { about: 'a slave', body: 'spi { spi-slave; #address-cells = <0>; #size-cells = <0>; slave { }; };' },
  ],
  spi_bus_reg: [
    {
      about: 'another unit address',
      body: 'spi { #address-cells = <1>; #size-cells = <0>; a@1 { reg = <2>; }; };',
      finds: [['/spi/a@1', 'a@1']],
    },
    { about: 'no reg', body: 'spi { #address-cells = <1>; #size-cells = <0>; a { }; };', finds: [['/spi/a', 'a']] },
    { about: 'right', body: 'spi { #address-cells = <1>; #size-cells = <0>; a@2 { reg = <2>; }; };' },
  ],
  avoid_default_addr_size: [
    { about: 'no cells', body: 'a@1 { reg = <0 1 1>; };', finds: [['/a@1', 'a@1']] },
    { about: 'cells', body: '#address-cells = <1>; #size-cells = <1>; a@1 { reg = <1 1>; };' },
  ],
  avoid_unnecessary_addr_size: [
    { about: 'no addresses', body: 'a { #address-cells = <1>; #size-cells = <0>; b { }; };', finds: [['/a', 'a']] },
    { about: 'no children', body: 'a { #address-cells = <1>; #size-cells = <0>; };' },
    { about: 'an address', body: 'a { #address-cells = <1>; #size-cells = <0>; b@1 { reg = <1>; }; };' },
    { about: 'a window below', body: 'a { #address-cells = <2>; #size-cells = <1>; b { ranges; }; };' },
  ],
  unique_unit_address: [
    {
      about: 'one address twice',
      body: '#address-cells = <1>; #size-cells = <1>; a@1 { }; b@1 { status = "disabled"; }; c@2 { };',
      finds: [['/a@1', 'a@1']],
    },
    {
      about: 'three times',
      body: '#address-cells = <1>; #size-cells = <1>; a@1 { }; b@1 { }; c@1 { };',
      finds: [
        ['/a@1', 'a@1'],
        ['/b@1', 'b@1'],
      ],
    },
    { about: 'without cells nobody looks', body: 'a@1 { }; b@1 { };' },
  ],
  unique_unit_address_if_enabled: [
    {
      about: 'one of two is disabled',
      body: '#address-cells = <1>; #size-cells = <1>; a@1 { }; b@1 { status = "disabled"; };',
    },
    {
      about: 'both are there',
      body: '#address-cells = <1>; #size-cells = <1>; a@1 { }; b@1 { status = "okay"; };',
      finds: [['/a@1', 'a@1']],
    },
  ],
  obsolete_chosen_interrupt_controller: [
    {
      about: 'it is there',
      body: 'chosen { interrupt-controller = <1>; };',
      finds: [['/chosen:interrupt-controller', 'interrupt-controller']],
      // dtc names the property of chosen as one of the root's.
      dtcNames: ['/:interrupt-controller'],
    },
  ],
  chosen_node_is_root: [
    { about: 'deeper', body: 'a { chosen { }; };', finds: [['/a/chosen', 'chosen']] },
    { about: 'below the root', body: 'chosen { };' },
  ],
  chosen_node_bootargs: [
    { about: 'a cell', body: 'chosen { bootargs = <1>; };', finds: [['/chosen:bootargs', '<1>']] },
  ],
  chosen_node_stdout_path: [
    { about: 'a cell', body: 'chosen { stdout-path = <1>; };', finds: [['/chosen:stdout-path', '<1>']] },
    {
      about: 'the old name',
      body: 'chosen { linux,stdout-path = "/"; };',
      finds: [['/chosen:linux,stdout-path', 'linux,stdout-path']],
    },
  ],
  clocks_property: [
    { about: 'right', body: 'c: c { #clock-cells = <1>; }; a { clocks = <&c 1>, <0>, <&c 2>; };' },
    { about: 'no cells property', body: 'c: c { }; a { clocks = <&c>; };', finds: [['/a', '&c']] },
    { about: 'too short', body: 'c: c { #clock-cells = <2>; }; a { clocks = <&c 1>; };', finds: [['/a:clocks', '&c']] },
    {
      about: 'a number for a reference',
      body: 'c: c { #clock-cells = <0>; phandle = <7>; }; a { clocks = <7>; };',
      finds: [['/a:clocks', '7']],
    },
    { about: 'no such node', body: 'a { clocks = <9>; };', finds: [['/a:clocks', '9|9']] },
    { about: 'half a cell', body: 'a { clocks = [00 01]; };', finds: [['/a:clocks', '[00 01]']] },
  ],
  clocks_is_cell: [{ about: 'a string', body: 'c { #clock-cells = "a"; };', finds: [['/c:#clock-cells', '"a"']] }],
  msi_parent_property: [
    { about: 'no cells property is none', body: 'm: m { }; a { msi-parent = <&m>; };' },
    {
      about: 'too short',
      body: 'm: m { #msi-cells = <1>; }; a { msi-parent = <&m>; };',
      finds: [['/a:msi-parent', '&m']],
    },
  ],
  gpios_property: [
    {
      about: 'too short',
      body: 'g: g { #gpio-cells = <2>; }; a { reset-gpios = <&g 1>; };',
      finds: [['/a:reset-gpios', '&g']],
    },
    { about: 'a count', body: 'a { vendor,nr-gpios = <3>; };' },
    { about: 'a hog', body: 'g { a { gpio-hog; gpios = <1 2>; }; };' },
  ],
  deprecated_gpio_property: [
    {
      about: 'the singular',
      body: 'g: g { #gpio-cells = <0>; }; a { reset-gpio = <&g>; cs-gpios = <&g>; };',
      finds: [['/a:reset-gpio', 'reset-gpio']],
    },
  ],
  interrupts_property: [
    { about: 'nobody to handle them', body: 'a { interrupts = <1>; };', finds: [['/a', 'interrupts']] },
    {
      about: 'from above',
      body: 'interrupt-parent = <&i>; i: i { interrupt-controller; #interrupt-cells = <2>; }; a { interrupts = <1 2>; };',
    },
    {
      about: 'no controller',
      body: 'interrupt-parent = <&i>; i: i { }; a { interrupts = <1>; };',
      finds: [['/i', 'i']],
    },
    {
      about: 'a parent that handles them',
      body: 'i { interrupt-controller; #interrupt-cells = <1>; a { interrupts = <1>; }; };',
    },
  ],
  interrupt_provider: [
    { about: 'no cells', body: 'i { interrupt-controller; };', finds: [['/i', 'i']] },
    { about: 'cells alone', body: 'i { #interrupt-cells = <1>; };', finds: [['/i', 'i']] },
    { about: 'both', body: 'i { interrupt-controller; #interrupt-cells = <1>; };' },
  ],
  interrupt_map: [
    {
      about: 'no address cells',
      body: 'n { #interrupt-cells = <1>; interrupt-map = <1>; };',
      finds: [['/n', 'n']],
    },
    { about: 'right', body: nexus('interrupt-map = <0 1 &i 0 7>; interrupt-map-mask = <0 7>;') },
    {
      about: 'a mask too short',
      body: nexus('interrupt-map = <0 1 &i 0 7>; interrupt-map-mask = <7>;'),
      finds: [['/n:interrupt-map-mask', '<7>']],
    },
    { about: 'a row too short', body: nexus('interrupt-map = <0 1 &i 0>;'), finds: [['/n:interrupt-map', '0 1 &i 0']] },
    { about: 'half a row', body: nexus('interrupt-map = <0>;'), finds: [['/n:interrupt-map', '0']] },
    { about: 'no phandle', body: nexus('interrupt-map = <0 1 0>;'), finds: [['/n:interrupt-map', '0']] },
  ],
  alias_paths: [
    { about: 'no such node', body: 'aliases { a = "/b"; };', finds: [['/aliases:a', '"/b"']] },
    { about: 'a path', body: 'aliases { a = "/b"; c = &b; }; b: b { };' },
    { about: 'a name with capitals', body: 'aliases { A = "/b"; }; b { };', finds: [['/aliases', 'A']] },
    { about: 'nothing', body: 'aliases { a; };', finds: [['/aliases:a', 'a']] },
  ],
  graph_nodes: [{ about: 'an endpoint at the root', body: 'endpoint { };', finds: [['/', 'endpoint']] }],
  graph_port: [
    { about: 'another name', body: 'a { endpoint { }; };', finds: [['/a', 'a']] },
    { about: 'a port', body: 'a { port { endpoint { }; }; };' },
    {
      about: 'another number',
      body: 'a { #address-cells = <1>; #size-cells = <0>; port@1 { reg = <2>; endpoint { }; }; };',
      finds: [['/a/port@1', 'port@1']],
    },
  ],
  graph_endpoint: [
    {
      about: 'one way only',
      body: 'a { port { a: endpoint { remote-endpoint = <&b>; }; }; }; b { port { b: endpoint { }; }; };',
      finds: [['/a/port/endpoint', 'endpoint']],
    },
    {
      about: 'both ways',
      body: 'a { port { a: endpoint { remote-endpoint = <&b>; }; }; }; b { port { b: endpoint { remote-endpoint = <&a>; }; }; };',
    },
    {
      about: 'another name',
      body: 'a { port { end { }; endpoint { }; }; };',
      finds: [['/a/port/end', 'end']],
    },
    {
      about: 'cells',
      body: 'a { port { endpoint@1 { reg = <1>; }; }; };',
      finds: [['/a/port/endpoint@1', 'reg|reg']],
    },
  ],
};

function pci(children: string): string {
  const bridge = 'device_type = "pci"; ranges; #address-cells = <3>; #size-cells = <2>; bus-range = <0 1>;';
  return `#address-cells = <3>; #size-cells = <2>; pci { ${bridge} ${children} };`;
}

function simpleBus(children: string): string {
  return `#address-cells = <1>; #size-cells = <1>; soc { compatible = "simple-bus"; #address-cells = <1>; #size-cells = <1>; ranges; ${children} };`;
}

function i2c(children: string): string {
  return `i2c { #address-cells = <1>; #size-cells = <0>; ${children} };`;
}

function nexus(properties: string): string {
  const controller = 'i: i { interrupt-controller; #address-cells = <1>; #interrupt-cells = <1>; };';
  return `${controller} n { #address-cells = <1>; #interrupt-cells = <1>; ${properties} };`;
}
