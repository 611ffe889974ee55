// Which other program of flows has made a file, so that a person who drops one hears why it is not opened.

/// The program's name; undefined for a file of any other kind. `head` is the file's beginning, or all of it.
export function programOf(name: string, head: string): string | undefined {
    if (/\.ows$/i.test(name) || /^\s*(<\?xml[^>]*>\s*)?<scheme\b/.test(head)) return 'Orange';
    if (/\.flowfile$/i.test(name) || /^\s*["']?flowfile_(version|settings|name)["']?\s*:/m.test(head)) return 'Flowfile';
    let data: unknown;
    try {
        data = JSON.parse(head);
    } catch {
        return undefined;
    }
    if (Array.isArray(data)) return data.length > 0 && data.every(isOfNodeRed) && data.some(hasWires) ? 'Node-RED' : undefined;
    if (!isObject(data)) return undefined;
    if ('flowfile_version' in data || 'flowfile_settings' in data) return 'Flowfile';
    const isCanvas = Array.isArray(data['nodes']) && Array.isArray(data['links']) && ('last_node_id' in data || 'last_link_id' in data);
    const steps = Object.values(data);
    const isPrompt = steps.length > 0 && steps.every(step => isObject(step) && typeof step['class_type'] === 'string' && isObject(step['inputs']));
    return isCanvas || isPrompt ? 'ComfyUI' : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isOfNodeRed = (value: unknown): boolean => isObject(value) && typeof value['id'] === 'string' && typeof value['type'] === 'string';

const hasWires = (value: unknown): boolean => isObject(value) && (Array.isArray(value['wires']) || value['type'] === 'tab');
