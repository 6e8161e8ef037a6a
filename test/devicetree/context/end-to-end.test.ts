/** From a path to findings: the context that is found compiles, and its bindings speak about the tree. */
import assert from 'node:assert/strict';
import { checkBindings, compile, contextsFor, openBindings, placeText } from '../../../devicetree/index.js';
import { memoryFiles } from '../../support/memory-files.js';

const TREE = {
  '/ws/.west/config': '[zephyr]\nbase = zephyr\n',
  '/ws/zephyr/VERSION': 'VERSION_MAJOR = 4\nVERSION_MINOR = 1\nPATCHLEVEL = 0\nEXTRAVERSION =\n',
  '/ws/zephyr/Kconfig.zephyr': '',
  '/ws/zephyr/include/zephyr/dt-bindings/gpio/gpio.h': '#define GPIO_ACTIVE_LOW (1 << 0)\n',
  '/ws/zephyr/dts/arm/vnd/soc.dtsi':
    '#include <zephyr/dt-bindings/gpio/gpio.h>\n/ {\n\tgpio0: gpio {\n\t\tcompatible = "vnd,gpio";\n\t\tgpio-controller;\n\t\t#gpio-cells = <2>;\n\t};\n};\n',
  '/ws/zephyr/dts/bindings/gpio.yaml':
    'description: GPIOs\ncompatible: "vnd,gpio"\nproperties:\n  gpio-controller: {type: boolean}\ngpio-cells: [pin, flags]\n',
  '/ws/zephyr/dts/bindings/leds.yaml':
    'description: LEDs\ncompatible: "gpio-leds"\nchild-binding:\n  description: LED\n  properties:\n    gpios: {type: phandle-array, required: true}\n    label: {type: string, deprecated: true}\n',
  '/ws/zephyr/boards/vnd/dk/board.yml': 'board:\n  name: dk\n',
  '/ws/zephyr/boards/vnd/dk/dk.dts':
    '/dts-v1/;\n#include <vnd/soc.dtsi>\n/ {\n\tleds: leds {\n\t\tcompatible = "gpio-leds";\n\t\tled0: led_0 {\n\t\t\tgpios = <&gpio0 1 GPIO_ACTIVE_LOW>;\n\t\t};\n\t};\n};\n',
  '/ws/app/prj.conf': 'CONFIG_LED=y\n',
  '/ws/app/boards/dk.overlay':
    '&led0 {\n\tgpios = <&gpio0 2>;\n\tlabel = "old";\n};\n&leds {\n\tled_1 {\n\t\tbrightness = <1>;\n\t};\n};\n',
};

describe('devicetree/context: end to end', () => {
  it('compiles an overlay with the board that its name says, and checks it against the bindings', () => {
    const reader = memoryFiles(TREE);
    const [context] = contextsFor(reader, '/ws/app/boards/dk.overlay');
    assert.ok(context?.zephyr);
    const files = context.files.map((path) => reader.read(path)!);
    const { tree, findings } = compile({ ...context, files }, reader);
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error').map(({ message }) => message),
      [],
    );
    const index = openBindings(context.zephyr.bindingsFolders, reader);
    const said = checkBindings(tree, index).map(({ code, range }) => `${code} ${placeText(range)}`);
    assert.deepEqual(said.sort(), [
      'binding-deprecated /ws/app/boards/dk.overlay:3:2',
      'binding-missing /ws/app/boards/dk.overlay:6:2',
      'binding-specifier /ws/app/boards/dk.overlay:2:11',
      'binding-undeclared /ws/app/boards/dk.overlay:7:3',
    ]);
    assert.deepEqual(index.findings(), []);
  });
});
