/** Keep a popup beside what it belongs to, inside the window. */
import { autoUpdate, computePosition, flip, offset, shift, size, type Placement } from "@floating-ui/dom";

interface Options {
  placement?: Placement;
  gap?: number;
  sameWidth?: boolean;
}

/** Follow `anchor` until the function given back is called. */
export function follow(anchor: Element, popup: HTMLElement, options: Options = {}): () => void {
  const middleware = [
    offset(options.gap ?? 0),
    flip({ padding: 8 }),
    shift({ padding: 8 }),
    size({
      padding: 8,
      apply({ availableHeight, rects }) {
        popup.style.maxHeight = `${Math.min(480, Math.max(96, availableHeight))}px`;
        if (options.sameWidth) popup.style.width = popup.style.maxWidth = `${rects.reference.width}px`;
      },
    }),
  ];
  const place = async () => {
    const placement = options.placement ?? "bottom-start";
    const { x, y } = await computePosition(anchor, popup, { strategy: "fixed", placement, middleware });
    Object.assign(popup.style, { left: `${x}px`, top: `${y}px` });
  };
  return autoUpdate(anchor, popup, place);
}
