declare module 'virtual:drugs' {
  const drugs: import('./models').DrugCard[];
  export default drugs;
}
declare module 'virtual:references' {
  const references: Record<string, import('./models').Reference>;
  export default references;
}
declare module 'virtual:lessons' {
  const lessons: import('./lesson').Lesson[];
  export default lessons;
}
declare module 'virtual:syringes' {
  const syringes: Record<string, { amount: string; volume: string }>;
  export default syringes;
}
declare module '@core' {
  export interface Module {
    ccall(name: string, result: string | null, types: string[], values: unknown[]): unknown;
    HEAPF32: Float32Array;
  }
  export default function create(options: { wasmBinary: ArrayBuffer }): Promise<Module>;
}
declare module '*?worker&inline' {
  const Inline: new () => Worker;
  export default Inline;
}
