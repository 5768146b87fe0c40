/** Make the memory snapshot: node snapshot.mjs <pyodide folder> <archive of modules> <target>. */
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [folder, archive, target] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
try {
  const pyodide = await loadPyodide({
    indexURL: `${folder}/`,
    stdLibURL: archive,
    convertNullToNone: true, // as in index.ts; what the snapshot was made with holds
    env: { HOME: "/home/app", PYTHONHASHSEED: "0" },
    _makeSnapshot: true,
  });
  pyodide.runPython("from anvil import _preload; _preload.import_all()");
  await writeFile(target, pyodide.makeMemorySnapshot());
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
