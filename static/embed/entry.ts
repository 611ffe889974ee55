// embed.js: one script tag makes <python-flow> known to a page. Everything else is loaded from where this script lies.
import { FlowElement } from './element.ts';
import { place } from './place.ts';

place.known();
if (!customElements.get('python-flow')) customElements.define('python-flow', FlowElement);
