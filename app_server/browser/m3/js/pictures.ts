/** Show a picture in a host; its words are the host's own, so it has none. */
export function showPicture(host: Element, url: string): void {
  const picture = document.createElement("img");
  picture.alt = "";
  picture.src = url;
  host.append(picture);
}
