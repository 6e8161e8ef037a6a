/** All checks, in dtc's order. phandle_references, path_references and omit_unused_nodes are part of building the tree. */
import { aliasPaths } from './alias-paths.js';
import { avoidDefaultAddrSize } from './avoid-default-addr-size.js';
import { avoidUnnecessaryAddrSize } from './avoid-unnecessary-addr-size.js';
import type { Check } from './check.js';
import {
  chosenNodeBootargs,
  chosenNodeIsRoot,
  chosenNodeStdoutPath,
  obsoleteChosenInterruptController,
} from './chosen.js';
import { duplicateLabel } from './duplicate-label.js';
import { duplicateNodeNames } from './duplicate-node-names.js';
import { duplicatePropertyNames } from './duplicate-property-names.js';
import { explicitPhandles } from './explicit-phandles.js';
import { graphEndpoint, graphNodes, graphPort } from './graph.js';
import { i2cBusBridge } from './i2c-bus-bridge.js';
import { i2cBusReg } from './i2c-bus-reg.js';
import { interruptMap } from './interrupt-map.js';
import { interruptProvider } from './interrupt-provider.js';
import { interruptsProperty } from './interrupts-property.js';
import { nameProperties } from './name-properties.js';
import { nodeNameChars } from './node-name-chars.js';
import { nodeNameCharsStrict } from './node-name-chars-strict.js';
import { nodeNameFormat } from './node-name-format.js';
import { nodeNameNotEmpty } from './node-name-not-empty.js';
import { nodeNameVsPropertyName } from './node-name-vs-property-name.js';
import { pciBridge } from './pci-bridge.js';
import { pciDeviceBusNum } from './pci-device-bus-num.js';
import { pciDeviceReg } from './pci-device-reg.js';
import { propertyNameChars } from './property-name-chars.js';
import { propertyNameCharsStrict } from './property-name-chars-strict.js';
import { PROVIDER_CHECKS } from './provider-checks.js';
import { dmaRangesFormat, rangesFormat } from './ranges-format.js';
import { regFormat } from './reg-format.js';
import { simpleBusReg } from './simple-bus-reg.js';
import { spiBusBridge } from './spi-bus-bridge.js';
import { spiBusReg } from './spi-bus-reg.js';
import { TYPE_CHECKS } from './type-checks.js';
import { uniqueUnitAddress, uniqueUnitAddressIfEnabled } from './unique-unit-address.js';
import { unitAddressFormat } from './unit-address-format.js';
import { unitAddressVsReg } from './unit-address-vs-reg.js';

export const CHECKS: readonly Check[] = [
  duplicateNodeNames,
  duplicatePropertyNames,
  nodeNameChars,
  nodeNameFormat,
  nodeNameNotEmpty,
  propertyNameChars,
  nameProperties,
  nodeNameVsPropertyName,
  duplicateLabel,
  explicitPhandles,
  ...TYPE_CHECKS,
  propertyNameCharsStrict,
  nodeNameCharsStrict,
  regFormat,
  rangesFormat,
  dmaRangesFormat,
  unitAddressVsReg,
  unitAddressFormat,
  pciBridge,
  pciDeviceReg,
  pciDeviceBusNum,
  simpleBusReg,
  i2cBusBridge,
  i2cBusReg,
  spiBusBridge,
  spiBusReg,
  avoidDefaultAddrSize,
  avoidUnnecessaryAddrSize,
  uniqueUnitAddress,
  uniqueUnitAddressIfEnabled,
  obsoleteChosenInterruptController,
  chosenNodeIsRoot,
  chosenNodeBootargs,
  chosenNodeStdoutPath,
  ...PROVIDER_CHECKS,
  interruptsProperty,
  interruptProvider,
  interruptMap,
  aliasPaths,
  graphNodes,
  graphPort,
  graphEndpoint,
];
