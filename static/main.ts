// The entry of the page: makes its frame, then starts the host and gives it the panels. The only file that knows both.
import './style/page.css';
import { settlePlace, startPage } from './host/start.ts';
import { domWidget, domWidgetNames, drawChartPicture, layout, mountPanels } from './panels/app.ts';

const root = document.getElementById('app');
if (!root) throw new Error('The page has no #app.');
layout(root);
// On its way to a second load nothing is started: it would be thrown away.
if ((await settlePlace()) === 'starting')
    startPage({ canvasSelector: '#canvas', mountPanels: page => mountPanels(page, root), domWidget, domWidgetNames, drawChart: drawChartPicture });
