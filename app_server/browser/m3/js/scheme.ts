/** A whole colour scheme, light and dark, from one colour. */
const ROLES = [
  "primary", "onPrimary", "primaryContainer", "onPrimaryContainer", "inversePrimary",
  "secondary", "onSecondary", "secondaryContainer", "onSecondaryContainer",
  "tertiary", "onTertiary", "tertiaryContainer", "onTertiaryContainer",
  "error", "onError", "errorContainer", "onErrorContainer",
  "background", "onBackground", "surface", "onSurface", "surfaceVariant", "onSurfaceVariant",
  "surfaceDim", "surfaceBright", "surfaceContainerLowest", "surfaceContainerLow", "surfaceContainer",
  "surfaceContainerHigh", "surfaceContainerHighest", "outline", "outlineVariant", "inverseSurface", "inverseOnSurface",
] as const;

const STORED = "m3-scheme";

const kebab = (role: string) => role.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

async function declarations(seed: string, dark: boolean): Promise<string> {
  const colours = await import("@material/material-color-utilities");
  const scheme = new colours.SchemeTonalSpot(colours.Hct.fromInt(colours.argbFromHex(seed)), dark, 0);
  return ROLES.map((role) => `--anvil-m3-${kebab(role)}:${colours.hexFromArgb(scheme[role])}`).join(";");
}

/** Both schemes of `seed` as CSS declarations, to show them before they are chosen. */
export async function schemesOf(seed: string): Promise<{ light: string; dark: string }> {
  const [light, dark] = await Promise.all([declarations(seed, false), declarations(seed, true)]);
  return { light, dark };
}

/** Colour the page from `seed` ("#0b6780"); text keeps M3's contrast whatever the colour. */
export async function applySeed(seed: string): Promise<void> {
  const { light, dark } = await schemesOf(seed);
  const sheet = document.getElementById("m3-scheme") ?? document.head.appendChild(document.createElement("style"));
  sheet.id = "m3-scheme";
  sheet.textContent = `html:root{${light}}
@media (prefers-color-scheme:dark){html:root:not([data-scheme=light]){${dark}}}
html:root[data-scheme=dark]{${dark}}`;
  tellOfColours();
}

/** What this browser's person chose: "light", "dark", or "" for what the device says. */
export function colourScheme(): string {
  return document.documentElement.dataset.scheme ?? "";
}

/** Choose "light", "dark" or "" (what the device says), for this browser from now on. */
export function chooseColourScheme(choice: string): void {
  document.documentElement.dataset.scheme = choice;
  // Without storage, as in some private windows, the choice lasts as long as the page.
  try {
    localStorage.setItem(STORED, choice);
  } catch {}
  tellOfColours();
}

/** Set one of the theme's colours at run time, whatever the scheme. */
export function setThemeColour(property: string, colour: string): void {
  document.documentElement.style.setProperty(property, colour);
  tellOfColours();
}

const tellOfColours = () => dispatchEvent(new Event("m3-scheme"));
