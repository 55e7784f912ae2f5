// One offline HTML file: script, style, core and models inside.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import { parse } from 'yaml';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const core = process.env.PRESSOR_CORE ?? join(root, 'build/bedside/core');
const modelFolders = ['drugs', 'bodies', 'populations', 'protocols', 'hypotheses'];

function yamlFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort();
}

function packed(data: Uint8Array | string): string {
  return gzipSync(data, { level: 9 }).toString('base64');
}

/// Every model file that the scenario reader may ask for, by its path below models/.
function modelTexts(): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const folder of modelFolders) {
    for (const name of yamlFiles(join(root, 'models', folder))) {
      texts[`${folder}/${name}`] = readFileSync(join(root, 'models', folder, name), 'utf8');
    }
  }
  texts['references.yaml'] = readFileSync(join(root, 'models/references.yaml'), 'utf8');
  return texts;
}

/// What pumps and panels say of a drug; numbers stay with the core.
function drugCards(): unknown[] {
  return yamlFiles(join(root, 'models/drugs')).map((name) => {
    const drug = parse(readFileSync(join(root, 'models/drugs', name), 'utf8'));
    return {
      name: drug.name, title: drug.title, code: drug.code, unit: drug.dose.unit,
      infusion: drug.dose.infusion, bolus: drug.dose.bolus,
      actions: drug.actions.map((a: { receptor: string; site: string }) => ({ receptor: a.receptor, site: a.site })),
      sources: sourcesIn(drug),
    };
  });
}

function sourcesIn(value: unknown, found = new Set<string>()): string[] {
  if (Array.isArray(value)) value.forEach((item) => sourcesIn(item, found));
  else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      if (key === 'source' && typeof item === 'string') found.add(item);
      sourcesIn(item, found);
    }
  }
  return [...found];
}

function references(): unknown {
  return parse(readFileSync(join(root, 'models/references.yaml'), 'utf8')).references;
}

function lessons(): unknown[] {
  const folder = join(here, 'lessons');
  return yamlFiles(folder).map((name) => ({
    id: basename(name, '.yaml').replace(/^\d+_/, ''),
    ...parse(readFileSync(join(folder, name), 'utf8')),
  }));
}

function syringes(): unknown {
  return parse(readFileSync(join(here, 'syringes.yaml'), 'utf8'));
}

/// `virtual:NAME` modules made of YAML.
function data(): Plugin {
  const sources: Record<string, () => unknown> = {
    'virtual:drugs': drugCards, 'virtual:references': references, 'virtual:lessons': lessons,
    'virtual:syringes': syringes,
  };
  return {
    name: 'pressor-data',
    resolveId: (id) => (id in sources ? `\0${id}` : undefined),
    load: (id) => (id[0] === '\0' && id.slice(1) in sources
      ? `export default ${JSON.stringify(sources[id.slice(1)]())};` : undefined),
  };
}

/// Puts core, models, style and script into the page, the script last: the skeleton is painted first.
function onePage(): Plugin {
  return {
    name: 'pressor-one-page',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const page = bundle['index.html'];
      if (page === undefined || page.type !== 'asset') throw new Error('no page');
      let style = '';
      let script = '';
      for (const [name, item] of Object.entries(bundle)) {
        if (item.type === 'chunk') script += item.code;
        else if (name.endsWith('.css')) style += item.source;
        if (name !== 'index.html') delete bundle[name];
      }
      const html = String(page.source)
        .replace(/<script type="module"[^>]*><\/script>/, '')
        .replace(/<link rel="(stylesheet|modulepreload)"[^>]*>/g, '');
      const inside = (id: string, text: string) => `<script type="text/plain" id="${id}">${text}</script>\n`;
      page.source = html
        .replace('</head>', () => `<style>${style}</style>\n</head>`)
        .replace('</body>', () =>
          inside('core-data', packed(readFileSync(join(core, 'core.wasm')))) +
          inside('model-data', packed(JSON.stringify(modelTexts()))) +
          `<script>${script.replace(/<\/script/g, '<\\/script')}</script>\n</body>`);
    },
  };
}

export default defineConfig({
  root: here,
  base: './',
  plugins: [data(), onePage()],
  resolve: { alias: { '@core': join(core, 'core.mjs') } },
  worker: { format: 'iife' },
  build: {
    outDir: process.env.PRESSOR_OUT ?? join(root, 'build/bedside/dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    target: 'es2021',
    rollupOptions: { output: { format: 'iife', inlineDynamicImports: true } },
  },
});
