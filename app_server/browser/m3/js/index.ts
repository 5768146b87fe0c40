/** What the M3 components need in the page: Material Web's elements and the behaviours that Python would be too far away for. */
import "@material/web/progress/circular-progress.js";
import "@material/web/progress/linear-progress.js";
import "@material/web/ripple/ripple.js";

import { setIcon } from "./icons";
import { setOptions } from "./listbox";
import { applySeed, chooseColourScheme, colourScheme, schemesOf, setThemeColour } from "./scheme";
import { watchControls } from "./controls";
import { watchDrops } from "./dropping";
import * as fields from "./fields";
import { showPicture } from "./pictures";
import { closeDrawer, openDrawer, setPageStyle, watchDrawers, watchSheet } from "./drawer";
import { watchLists } from "./listbox";
import { watchMenus } from "./menu";
import { changePlot, drawPlot, plotImage, watchPlots } from "./plot";
import { watchRipples } from "./ripple";
import { drawSlider, watchSliders } from "./slider";
import { watchTooltips } from "./tooltip";

for (const watch of [watchControls, watchDrawers, watchDrops, fields.watchFields, watchLists, watchMenus, watchPlots, watchRipples, watchSliders, watchTooltips]) watch();

/** What the Python package `m3` calls, as `js.m3`. */
const api = {
  applySeed,
  changePlot,
  chooseColourScheme,
  closeDrawer,
  colourScheme,
  drawPlot,
  drawSlider,
  openDrawer,
  plotImage,
  schemesOf,
  setIcon,
  setOptions,
  setPageStyle,
  showPicture,
  nameByNeighbour: fields.nameByNeighbour,
  nameField: fields.nameField,
  setAutocomplete: fields.setAutocomplete,
  setCharacterLimit: fields.setCharacterLimit,
  setLabel: fields.setLabel,
  setPlaceholder: fields.setPlaceholder,
  setThemeColour,
  setText: fields.setText,
  setTrailingIcon: fields.setTrailingIcon,
  watchSheet,
  setType: fields.setType,
};

declare global {
  interface Window {
    m3: typeof api;
  }
}
window.m3 = api;
