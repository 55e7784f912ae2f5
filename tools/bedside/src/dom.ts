// Small helpers around the document.

type Attributes = Record<string, string | number | boolean | EventListener | undefined>;
type Child = Node | string | undefined | Child[];

/// `h('button', {class: 'quiet', onclick: f}, 'Text')`.
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Attributes = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? '' : String(value));
  }
  add(made, children);
  return made;
}

export function add(to: Node, children: Child[]): void {
  for (const child of children) {
    if (child === undefined) continue;
    if (Array.isArray(child)) add(to, child);
    else to.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
  }
}

export function replace(inside: Element, ...children: Child[]): void {
  inside.replaceChildren();
  add(inside, children);
}

export function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no element ${id}`);
  return found as T;
}

/// Changes a text only where it differs: screens and screen readers are left in peace.
export function setText(inside: Element, text: string): void {
  if (inside.textContent !== text) inside.textContent = text;
}

export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function save(name: string, text: string, type: string): void {
  const link = h('a', { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/// A canvas that is as sharp as its screen, with its size in CSS pixels.
export function sharpen(canvas: HTMLCanvasElement): { pen: CanvasRenderingContext2D; width: number; height: number } {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { pen, width, height };
}

/// `1:05:09` of minutes.
export function clockText(minutes: number): string {
  const all = Math.floor(minutes * 60 + 1e-6);
  const two = (x: number): string => String(x).padStart(2, '0');
  return `${Math.floor(all / 3600)}:${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
}

export function fixed(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}
