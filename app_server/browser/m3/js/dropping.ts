/** Files dropped on a FileLoader, Material 3's or the classic one. Elsewhere a dropped file would take the page's place. */
const LOADER = ".anvil-m3-fileloader-box, .anvil-file-loader .anvil-btn";
const OVER = "m3-drop-over";

let marked: Element | undefined;

function mark(loader?: Element): void {
  if (marked === loader) return;
  marked?.classList.remove(OVER);
  loader?.classList.add(OVER);
  marked = loader;
}

function carriesFiles(event: DragEvent): boolean {
  return !event.defaultPrevented && (event.dataTransfer?.types.includes("Files") ?? false);
}

const loaderAt = (event: Event) => (event.target as Element).closest?.(LOADER) ?? undefined;
/** A field for files of the app's own markup, which takes them by itself. */
const isPlainField = (event: Event) => (event.target as Element).matches?.("input[type=file]") && !loaderAt(event);

function dragOver(event: DragEvent): void {
  if (!carriesFiles(event) || isPlainField(event)) return;
  event.preventDefault();
  const loader = loaderAt(event);
  const takes = loader && !loader.querySelector(":disabled") ? loader : undefined;
  event.dataTransfer!.dropEffect = takes ? "copy" : "none";
  mark(takes);
}

/** Whether a file is of one of the kinds in an input's `accept`: endings, types, or all of a type. */
function isOfKind(file: File, accept: string): boolean {
  const kinds = accept.toLowerCase().split(",").map((kind) => kind.trim()).filter(Boolean);
  const [name, type] = [file.name.toLowerCase(), file.type.toLowerCase()];
  return !kinds.length || kinds.some((kind) => {
    if (kind.startsWith(".")) return name.endsWith(kind);
    return kind.endsWith("/*") ? type.startsWith(kind.slice(0, -1)) : type === kind;
  });
}

function namesOf(files: File[]): string {
  const names = files.map((file) => file.name);
  return names.length < 4 ? names.join(", ") : `${names.slice(0, 2).join(", ")} and ${names.length - 2} others`;
}

/** What an input takes of dropped files, and why not the others. */
function sorted(transfer: DataTransfer, input: HTMLInputElement): { taken: File[]; refusal: string } {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const folders = items.filter((item) => item.webkitGetAsEntry?.()?.isDirectory).map((item) => item.getAsFile()?.name);
  const files = [...transfer.files].filter((file) => !folders.includes(file.name));
  const fitting = files.filter((file) => isOfKind(file, input.accept));
  const others = files.filter((file) => !fitting.includes(file));
  const refusals = [];
  if (folders.length) refusals.push("A folder cannot be taken here, only files.");
  if (others.length) refusals.push(`${namesOf(others)} cannot be taken here. What can be: ${input.accept}.`);
  if (fitting.length > 1 && !input.multiple) refusals.push(`One file is taken here: ${fitting[0].name}.`);
  return { taken: input.multiple ? fitting : fitting.slice(0, 1), refusal: refusals.join(" ") };
}

function give(files: File[], input: HTMLInputElement): void {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change"));
}

function drop(event: DragEvent): void {
  mark();
  if (!carriesFiles(event) || isPlainField(event)) return;
  event.preventDefault();
  const loader = loaderAt(event);
  const input = loader?.querySelector<HTMLInputElement>("input[type=file]");
  if (!input || loader!.querySelector(":disabled")) return;
  const { taken, refusal } = sorted(event.dataTransfer!, input);
  if (refusal) input.dispatchEvent(new CustomEvent("m3-refused", { detail: refusal }));
  if (taken.length) give(taken, input);
}

export function watchDrops(): void {
  document.addEventListener("dragover", dragOver);
  document.addEventListener("drop", drop);
  document.addEventListener("dragleave", (event) => event.relatedTarget === null && mark());
  document.addEventListener("dragend", () => mark());
}
