// The entry of the one-file page (`npm run build:single`): everything that the site would be asked for stands in the document itself, packed. The rest of the page does not know the difference.
import '../style/page.css';
import site from 'site:facts';
import { startPage } from '../host/start.ts';
import { domWidget, domWidgetNames, drawChartPicture, layout, mountPanels } from '../panels/app.ts';
import { EmbeddedFiles } from './embedded_files.ts';

const root = document.getElementById('app');
if (!root) throw new Error('The page has no #app.');
const files = new EmbeddedFiles(document);
const fromNetwork = globalThis.fetch.bind(globalThis);
globalThis.fetch = async (asked, options) => (await files.answer(asked)) ?? fromNetwork(asked, options);
// What a browser loads by address gets one of its own.
const addressOf = async (path: string): Promise<string> => URL.createObjectURL(await files.blob(path));
site.editor.script = await addressOf(site.editor.script);
site.gate = await addressOf(site.gate);
site.view = await (await files.blob(site.view)).text();
site.single = { flow: await files.flow(), withFlow: flow => files.documentWith(flow) };
layout(root);
startPage({ canvasSelector: '#canvas', mountPanels: page => mountPanels(page, root), domWidget, domWidgetNames, drawChart: drawChartPicture });
