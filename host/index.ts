/** What the faces that run on Node share: files, and the folder that semihosting is kept in. */
export { NodeSemihostingFiles } from './semihosting-files.js';
export { chooseBoard, type BoardChoice, type ChosenBoard } from './board-file.js';
export { diskFolders, type DiskFolders } from './folder-reader.js';
export { diskReader, type DiskReader } from './source-reader.js';
export { readFileBytes, writeFileText } from './user-files.js';
