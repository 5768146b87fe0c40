/** Pictures: their size, smaller ones, turned ones. Every promise is broken by a picture that cannot be read. */
const THUMBNAIL_QUALITY = 0.8;

async function load(address: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
}

function canvasOf(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return [canvas, canvas.getContext("2d")!];
}

/** The Blob is called a JPEG whatever the browser wrote: apps for Anvil expect that. */
async function blobFrom(canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob> {
  const written = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality));
  if (!written) throw new Error("The picture has no pixels");
  return new Blob([written], { type: "image/jpeg" });
}

export async function imageSize(address: string): Promise<[number, number]> {
  const image = await load(address);
  return [image.width, image.height];
}

/** A JPEG whose longer side is so long; nothing when the picture is no larger. */
export async function thumbnail(address: string, longest: number): Promise<Blob | undefined> {
  const image = await load(address);
  const scale = longest / Math.max(image.naturalWidth, image.naturalHeight);
  if (scale >= 1) return undefined;
  const width = image.naturalWidth * scale;
  const height = image.naturalHeight * scale;
  const [canvas, pen] = canvasOf(width, height);
  pen.drawImage(image, 0, 0, width, height);
  return blobFrom(canvas, "image/jpeg", THUMBNAIL_QUALITY);
}

export async function rotated(address: string, degrees: number, type: string): Promise<Blob> {
  const image = await load(address);
  const { naturalWidth: width, naturalHeight: height } = image;
  const angle = (degrees / 180) * Math.PI;
  const [sine, cosine] = [Math.abs(Math.sin(angle)), Math.abs(Math.cos(angle))];
  const [newWidth, newHeight] = [height * sine + width * cosine, width * sine + height * cosine];
  const [canvas, pen] = canvasOf(newWidth, newHeight);
  pen.translate(newWidth / 2, newHeight / 2);
  pen.rotate(angle);
  pen.translate(-width / 2, -height / 2);
  pen.drawImage(image, 0, 0, width, height);
  return blobFrom(canvas, type);
}
