// Made by tools/generate_protocol.mjs from runtime/protocol/protocol.json. Change that file, not this one.
import {parse, type Parsed, type Schema} from './check.js';

export const protocolVersion = 1;

export type NodeState = 'idle' | 'queued' | 'running' | 'ok' | 'failed' | 'stopped' | 'stale' | 'author' | 'muted';
export type NodeMode = 'normal' | 'mute' | 'bypass' | 'volatile';
export type WhyCode = 'never_ran' | 'source' | 'setting' | 'input' | 'wiring' | 'file' | 'packages' | 'volatile' | 'failed' | 'stopped' | 'evicted' | 'blocked' | 'asked';
export type KernelStatus = 'off' | 'loading' | 'ready' | 'busy' | 'restarting' | 'lost' | 'failed';
export type RunEnd = 'ok' | 'failed' | 'stopped';
export type Stream = 'stdout' | 'stderr';
export type PreviewKind = 'none' | 'text' | 'json' | 'table' | 'image' | 'html' | 'chart' | 'bytes';
export type ErrorKind = 'python' | 'syntax' | 'signature' | 'input' | 'result' | 'package' | 'file' | 'limit' | 'internal';
export type CodeTask = 'script' | 'notebook' | 'flow';
export type UnsavedReason = 'waiting' | 'too_large' | 'unpicklable' | 'crowded_out';
export type WidgetKind = 'toggle' | 'integer' | 'number' | 'slider' | 'choice' | 'text' | 'multiline' | 'column' | 'file' | 'secret' | 'expression';
export type AreaKind = 'frame' | 'note';

export interface FileRef {
    name: string;
    bytes: number;
    sha256: string;
    data?: string;
}
export interface InputBinding {
    port: string;
    variadic: boolean;
    keys: ValueKey[];
}
export interface ValueKey {
    key: string;
    port: string;
}
export interface NodeCall {
    run: number;
    node: string;
    title: string;
    node_type: string;
    source: string;
    key: string;
    inputs: InputBinding[];
    settings: Record<string, unknown>;
    trusted: boolean;
    packages: string[];
    max_output_bytes: number;
    max_displays: number;
    timeout_ms?: number;
    away?: boolean;
}
export interface SavedValue {
    key: string;
    sha256: string;
    bytes: number;
}
export interface Glimpse {
    kind: PreviewKind;
    text: string;
    columns: string[];
    types: string[];
    rows: Array<string[]>;
    total: number;
    width?: number;
    height?: number;
}
export interface OutputSummary {
    port: string;
    type: string;
    shape: string;
    summary: string;
    bytes: number;
    glimpse: Glimpse;
}
export interface FileUse {
    name: string;
    sha256: string;
}
export interface NodeError {
    kind: ErrorKind;
    type: string;
    message: string;
    traceback: string;
    line?: number;
    package?: string;
}
export interface Why {
    code: WhyCode;
    text: string;
    name?: string;
    from?: string;
    to?: string;
}
export interface NodeStatus {
    state: NodeState;
    why: Why[];
    elapsedMs?: number;
    unsaved?: string;
}
export interface NewNode {
    id?: string;
    type: string;
    source?: string;
    params?: Record<string, unknown>;
    title?: string;
    mode?: NodeMode;
}
export interface LibraryType {
    type: string;
    category: string;
    name: Record<string, string>;
    keywords: Record<string, string>;
    help: Record<string, string>;
    source: string;
    trusted: boolean;
}
export interface Widget {
    name: string;
    kind: WidgetKind;
    annotation: string;
    value: unknown;
    standard: unknown;
    isSet: boolean;
    isLinked: boolean;
    choices: unknown[];
    minimum?: number;
    maximum?: number;
    step?: number;
    suggestions: string[];
}
export interface PortView {
    name: string;
    annotation: string;
    links: string[];
    isRequired: boolean;
    isVariadic: boolean;
}
export interface OutlineNode {
    id: string;
    title: string;
    state: NodeState;
    mode: NodeMode;
    isSelected: boolean;
    x: number;
    y: number;
}
export interface NodeDetails {
    id: string;
    why: Why[];
    inputs: PortView[];
    outputs: PortView[];
}
export interface VariableItem {
    node: string;
    port: string;
    title: string;
    type: string;
    shape: string;
    summary: string;
    bytes: number;
    isCurrent: boolean;
}
export interface PaletteItem {
    type: string;
    name: string;
    category: string;
    help: string;
    input?: string;
    output?: string;
}
export interface PlanStep {
    node: string;
    why: Why[];
    lastMs?: number;
}
export interface LoggedCall {
    node: string;
    title: string;
    kernel: number;
    why: Why[];
    startMs: number;
    elapsedMs: number;
    ownMs?: number;
    ended?: RunEnd;
}
export interface LoggedRun {
    run: number;
    beganMs: number;
    elapsedMs: number;
    ended?: RunEnd;
    calls: LoggedCall[];
    skipped: string[];
}
export interface KeptResult {
    key: string;
    serial: number;
    files: FileUse[];
    python: string;
    pyodide: string;
    packages: Record<string, string>;
    outputs: OutputSummary[];
    elapsedMs: number;
    sha256: string;
    bytes: number;
    stdout: string;
    stderr: string;
    dropped: number;
    droppedLines: number;
    stdoutGap?: number;
    stderrGap?: number;
    author?: string;
    displays?: string[];
}
export interface NodeResult {
    node: string;
    result: KeptResult;
}
export interface NodeLimits {
    time_sec?: number;
    output_bytes?: number;
    displays?: number;
}
export interface PrintedMark {
    text: number;
    stdout: number;
    stderr: number;
}
export interface Problem {
    line: number;
    column: number;
    message: string;
}
export interface Point {
    x: number;
    y: number;
}
export interface Box {
    x: number;
    y: number;
    width: number;
    height: number;
}
export interface AreaView {
    id: string;
    kind: AreaKind;
    text: string;
    color: string;
    x: number;
    y: number;
    width: number;
    height: number;
    isFolded: boolean;
    isSubflow: boolean;
    isSelected: boolean;
    nodes: string[];
}
export interface Reroutes {
    from: string;
    to: string;
    points: Point[];
}

export interface SetFiles {
    type: 'set_files';
    files: FileRef[];
}
export interface RunNodes {
    type: 'run_nodes';
    calls: NodeCall[];
}
export interface DropValues {
    type: 'drop_values';
    keys: string[];
}
export interface UnloadValues {
    type: 'unload_values';
    keys: string[];
}
export interface RestoreValues {
    type: 'restore_values';
    values: SavedValue[];
}
export interface GiveValues {
    type: 'give_values';
    to: number;
    keys: string[];
}
export interface PreviewValue {
    type: 'preview_value';
    call: number;
    key: string;
    port: string;
    offset: number;
    limit: number;
    columns?: string[];
}
export interface JudgeSource {
    type: 'judge_source';
    node: string;
    source: string;
}
export type SessionToKernel =
    | SetFiles
    | RunNodes
    | DropValues
    | UnloadValues
    | RestoreValues
    | GiveValues
    | PreviewValue
    | JudgeSource;
/** Checks one message of session_to_kernel that came from outside. */
export const parseSessionToKernel = (text: string): Parsed<SessionToKernel> => parse<SessionToKernel>(text, 'session_to_kernel', schema);

export interface KernelProgress {
    type: 'kernel_progress';
    step: string;
    done: number;
    total: number;
}
export interface KernelReady {
    type: 'kernel_ready';
    python: string;
    pyodide: string;
    packages: Record<string, string>;
}
export interface KernelLost {
    type: 'kernel_lost';
    reason: string;
}
export interface KernelFailed {
    type: 'kernel_failed';
    reason: string;
}
export interface PackagesChanged {
    type: 'packages_changed';
    packages: Record<string, string>;
}
export interface NodeStarted {
    type: 'node_started';
    run: number;
    node: string;
}
export interface NodePrinted {
    type: 'node_printed';
    run: number;
    node: string;
    stream: Stream;
    text: string;
    dropped: number;
    dropped_lines: number;
}
export interface NodeDisplayed {
    type: 'node_displayed';
    run: number;
    node: string;
    port: string;
    glimpse: Glimpse;
}
export interface DisplaysDropped {
    type: 'displays_dropped';
    run: number;
    node: string;
    count: number;
}
export interface NodeProgress {
    type: 'node_progress';
    run: number;
    node: string;
    done: number;
    total: number;
}
export interface NodeFinished {
    type: 'node_finished';
    run: number;
    node: string;
    key: string;
    outputs: OutputSummary[];
    files: FileUse[];
    elapsed_ms: number;
}
export interface NodeFailed {
    type: 'node_failed';
    run: number;
    node: string;
    error: NodeError;
    files: FileUse[];
    elapsed_ms: number;
}
export interface NodeStopped {
    type: 'node_stopped';
    run: number;
    node: string;
    error?: NodeError;
    elapsed_ms: number;
}
export interface NodeUnmovable {
    type: 'node_unmovable';
    run: number;
    node: string;
    detail: string;
}
export interface CallsReturned {
    type: 'calls_returned';
    run: number;
    count: number;
}
export interface SourceJudged {
    type: 'source_judged';
    node: string;
    problems: Problem[];
}
export interface PreviewReady {
    type: 'preview_ready';
    call: number;
    preview: unknown;
}
export interface FileWritten {
    type: 'file_written';
    file: FileRef;
}
export interface ValuesSaved {
    type: 'values_saved';
    values: SavedValue[];
}
export interface ValueUnsaved {
    type: 'value_unsaved';
    key: string;
    reason: UnsavedReason;
    detail: string;
}
export interface ValueRestored {
    type: 'value_restored';
    key: string;
}
export interface ValueLost {
    type: 'value_lost';
    key: string;
}
export type KernelToSession =
    | KernelProgress
    | KernelReady
    | KernelLost
    | KernelFailed
    | PackagesChanged
    | NodeStarted
    | NodePrinted
    | NodeDisplayed
    | DisplaysDropped
    | NodeProgress
    | NodeFinished
    | NodeFailed
    | NodeStopped
    | NodeUnmovable
    | CallsReturned
    | SourceJudged
    | PreviewReady
    | FileWritten
    | ValuesSaved
    | ValueUnsaved
    | ValueRestored
    | ValueLost;
/** Checks one message of kernel_to_session that came from outside. */
export const parseKernelToSession = (text: string): Parsed<KernelToSession> => parse<KernelToSession>(text, 'kernel_to_session', schema);

export interface Boot {
    type: 'boot';
    files: string[];
}
export interface SetBounds {
    type: 'set_bounds';
    memory_bytes: number;
    preview_bytes: number;
    message_bytes: number;
}
export interface MakeSnapshot {
    type: 'make_snapshot';
    files: string[];
}
export interface Packages {
    type: 'packages';
    request: number;
    files: string[];
    error?: string;
}
export interface SavedValues {
    type: 'saved_values';
    request: number;
}
export interface Probe {
    type: 'probe';
    request: number;
}
export interface Translate {
    type: 'translate';
    request: number;
    task: CodeTask;
    question: unknown;
}
export interface Fetched {
    type: 'fetched';
    request: number;
    status: number;
    status_text: string;
    headers: Record<string, string>;
    refused: boolean;
    error?: string;
}
export type HostToKernel =
    | Boot
    | SetBounds
    | MakeSnapshot
    | Packages
    | SavedValues
    | Probe
    | Translate
    | Fetched;
/** Checks one message of host_to_kernel that came from outside. */
export const parseHostToKernel = (text: string): Parsed<HostToKernel> => parse<HostToKernel>(text, 'host_to_kernel', schema);

export interface NeedPackages {
    type: 'need_packages';
    request: number;
    names: string[];
    loaded: string[];
}
export interface ValueSaved {
    type: 'value_saved';
    key: string;
    sha256: string;
    bytes: number;
}
export interface NeedSavedValues {
    type: 'need_saved_values';
    request: number;
    hashes: string[];
}
export interface Alive {
    type: 'alive';
    request: number;
}
export interface Translated {
    type: 'translated';
    request: number;
    answer?: unknown;
    error?: string;
}
export interface Fetch {
    type: 'fetch';
    request: number;
    method: string;
    url: string;
    headers: Record<string, string>;
}
export interface CancelFetch {
    type: 'cancel_fetch';
    request: number;
}
export interface Broken {
    type: 'broken';
    reason: string;
}
export interface SnapshotMade {
    type: 'snapshot_made';
    bytes: number;
}
export interface SnapshotRefused {
    type: 'snapshot_refused';
    reason: string;
}
export interface PolicyViolation {
    type: 'policy_violation';
    where: string;
    directive: string;
    blocked: string;
}
export type KernelToHost =
    | NeedPackages
    | ValueSaved
    | NeedSavedValues
    | Alive
    | Translated
    | Fetch
    | CancelFetch
    | Broken
    | SnapshotMade
    | SnapshotRefused
    | PolicyViolation;
/** Checks one message of kernel_to_host that came from outside. */
export const parseKernelToHost = (text: string): Parsed<KernelToHost> => parse<KernelToHost>(text, 'kernel_to_host', schema);

export interface SetLibrary {
    type: 'set_library';
    types: LibraryType[];
}
export interface SetLanguage {
    type: 'set_language';
    language: string;
    texts: Record<string, string>;
}
export interface SetTheme {
    type: 'set_theme';
    theme: string;
}
export interface SetLimits {
    type: 'set_limits';
    node_timeout_ms: number;
    run_timeout_ms: number;
    max_output_bytes: number;
    max_displays: number;
    nodes_may_raise: boolean;
    kernels: number;
}
export interface OfferResults {
    type: 'offer_results';
    first_serial: number;
    results: KeptResult[];
}
export interface Open {
    type: 'open';
    call: number;
    text: string;
    opening?: number;
    is_unsaved?: boolean;
    is_beginning?: boolean;
    tab?: number;
}
export interface SwitchTab {
    type: 'switch_tab';
    call: number;
    tab: number;
}
export interface CloseTab {
    type: 'close_tab';
    call: number;
    tab: number;
}
export interface AddNode {
    type: 'add_node';
    call: number;
    node: NewNode;
    x: number;
    y: number;
    connect_from?: string;
    connect_to?: string;
}
export interface RemoveNodes {
    type: 'remove_nodes';
    call: number;
    nodes: string[];
    areas?: string[];
    dissolve?: boolean;
}
export interface Connect {
    type: 'connect';
    call: number;
    from: string;
    to: string;
}
export interface Disconnect {
    type: 'disconnect';
    call: number;
    from: string;
    to: string;
}
export interface RemoveLinks {
    type: 'remove_links';
    call: number;
    links: Array<string[]>;
}
export interface SetReroutes {
    type: 'set_reroutes';
    call: number;
    from: string;
    to: string;
    points: Point[];
}
export interface AddArea {
    type: 'add_area';
    call: number;
    id?: string;
    kind: AreaKind;
    text?: string;
    color?: string;
    x: number;
    y: number;
    width: number;
    height: number;
    subflow_of?: string[];
}
export interface SetArea {
    type: 'set_area';
    call: number;
    area: string;
    text?: string;
    color?: string;
    folded?: boolean;
    box?: Box;
}
export interface Arrange {
    type: 'arrange';
    call: number;
    nodes: Record<string, Point>;
    areas?: Record<string, Box>;
}
export interface MoveNodes {
    type: 'move_nodes';
    call: number;
    nodes: string[];
    areas?: string[];
    dx: number;
    dy: number;
}
export interface SetTitle {
    type: 'set_title';
    call: number;
    node: string;
    title: string;
}
export interface SetSource {
    type: 'set_source';
    call: number;
    node: string;
    source: string;
}
export interface SetParam {
    type: 'set_param';
    call: number;
    node: string;
    name: string;
    value?: unknown;
}
export interface SetMode {
    type: 'set_mode';
    call: number;
    node?: string;
    nodes?: string[];
    mode: NodeMode;
}
export interface SetNodeLimits {
    type: 'set_node_limits';
    call: number;
    node: string;
    limits: NodeLimits;
}
export interface MoveLink {
    type: 'move_link';
    call: number;
    from: string;
    to: string;
    by: number;
}
export interface SetCollapsed {
    type: 'set_collapsed';
    call: number;
    nodes: string[];
    collapsed: boolean;
}
export interface Duplicate {
    type: 'duplicate';
    call: number;
    nodes: string[];
    areas?: string[];
}
export interface SetFlowTitle {
    type: 'set_flow_title';
    call: number;
    title: string;
}
export interface SetPackages {
    type: 'set_packages';
    call: number;
    packages: string[];
}
export interface Paste {
    type: 'paste';
    call: number;
    text: string;
    x: number;
    y: number;
}
export interface AddFile {
    type: 'add_file';
    call: number;
    file: FileRef;
}
export interface RenameFile {
    type: 'rename_file';
    call: number;
    name: string;
    to: string;
}
export interface RemoveFile {
    type: 'remove_file';
    call: number;
    name: string;
}
export interface Undo {
    type: 'undo';
    call: number;
}
export interface Redo {
    type: 'redo';
    call: number;
}
export interface Travel {
    type: 'travel';
    call: number;
    steps_done: number;
}
export interface Run {
    type: 'run';
    call: number;
    up_to?: string[];
    only?: string[];
    from?: string[];
    all?: boolean;
    untimed?: boolean;
}
export interface Stop {
    type: 'stop';
}
export interface Restart {
    type: 'restart';
    call: number;
}
export interface Preview {
    type: 'preview';
    call: number;
    node: string;
    port: string;
    offset: number;
    limit: number;
    columns?: string[];
}
export interface Select {
    type: 'select';
    nodes: string[];
    areas?: string[];
}
export interface Saved {
    type: 'saved';
}
export interface Fit {
    type: 'fit';
    nodes?: string[];
}
export interface Zoom {
    type: 'zoom';
    percent: number;
}
export interface Center {
    type: 'center';
    node: string;
}
export interface CenterAt {
    type: 'center_at';
    x: number;
    y: number;
}
export interface SetGrid {
    type: 'set_grid';
    step: number;
}
export type PageToSession =
    | SetLibrary
    | SetLanguage
    | SetTheme
    | SetLimits
    | OfferResults
    | Open
    | SwitchTab
    | CloseTab
    | AddNode
    | RemoveNodes
    | Connect
    | Disconnect
    | RemoveLinks
    | SetReroutes
    | AddArea
    | SetArea
    | Arrange
    | MoveNodes
    | SetTitle
    | SetSource
    | SetParam
    | SetMode
    | SetNodeLimits
    | MoveLink
    | SetCollapsed
    | Duplicate
    | SetFlowTitle
    | SetPackages
    | Paste
    | AddFile
    | RenameFile
    | RemoveFile
    | Undo
    | Redo
    | Travel
    | Run
    | Stop
    | Restart
    | Preview
    | Select
    | Saved
    | Fit
    | Zoom
    | Center
    | CenterAt
    | SetGrid;
/** Checks one message of page_to_session that came from outside. */
export const parsePageToSession = (text: string): Parsed<PageToSession> => parse<PageToSession>(text, 'page_to_session', schema);

export interface Answer {
    type: 'answer';
    call: number;
    value: unknown;
}
export interface Refusal {
    type: 'refusal';
    call: number;
    error: string;
    code: string;
}
export interface Changed {
    type: 'changed';
    graph: boolean;
    places: boolean;
    states: boolean;
    selection: boolean;
    files: boolean;
    history: boolean;
    kernel: boolean;
    run: boolean;
    outputs: string[];
    values: string[];
    pictures: string[];
}
export interface FlowOpened {
    type: 'flow_opened';
    opening: number;
}
export interface RunEnded {
    type: 'run_ended';
    run: number;
    ended: RunEnd;
    ran: string[];
    skipped: string[];
    elapsedMs: number;
}
export interface KeepResults {
    type: 'keep_results';
    results: KeptResult[];
}
export interface NodeErrored {
    type: 'node_errored';
    node: string;
    error: NodeError;
}
export interface Said {
    type: 'said';
    level: string;
    text: string;
}
export interface InterruptKernel {
    type: 'interrupt_kernel';
    kernel: number;
}
export interface OpenKernel {
    type: 'open_kernel';
    kernel: number;
}
export interface ReplaceKernel {
    type: 'replace_kernel';
    kernel: number;
}
export interface ShowPalette {
    type: 'show_palette';
    x: number;
    y: number;
    canvas_x: number;
    canvas_y: number;
    connect_from?: string;
    connect_to?: string;
}
export interface ShowMenu {
    type: 'show_menu';
    x: number;
    y: number;
    canvas_x: number;
    canvas_y: number;
    node?: string;
    link?: string[];
    area?: string;
}
export interface EditArea {
    type: 'edit_area';
    area: string;
    x: number;
    y: number;
    width: number;
    height: number;
}
export interface EditTitle {
    type: 'edit_title';
    node: string;
    x: number;
    y: number;
    width: number;
    height: number;
}
export interface EditParam {
    type: 'edit_param';
    node: string;
    name: string;
    x: number;
    y: number;
    width: number;
    height: number;
}
export interface FocusInspector {
    type: 'focus_inspector';
    node: string;
}
export type SessionToPage =
    | Answer
    | Refusal
    | Changed
    | FlowOpened
    | RunEnded
    | KeepResults
    | NodeErrored
    | Said
    | InterruptKernel
    | OpenKernel
    | ReplaceKernel
    | ShowPalette
    | ShowMenu
    | EditArea
    | EditTitle
    | EditParam
    | FocusInspector;
/** Checks one message of session_to_page that came from outside. */
export const parseSessionToPage = (text: string): Parsed<SessionToPage> => parse<SessionToPage>(text, 'session_to_page', schema);

export interface Questions {
    flow: {ask: {nodes?: string[]; areas?: string[]}; answer: {text: string}};
    state: {ask: Record<string, never>; answer: {kernel: KernelStatus; step: string; done: number; total: number; run?: number; dirty: boolean; nodes: Record<string, NodeStatus>}};
    status: {ask: Record<string, never>; answer: {title: string; kernel: KernelStatus; step: string; done: number; total: number; python: string; run?: number; ran: number; planned: number; running: string[]; isWaitingForKernel: boolean; dirty: boolean; canUndo: boolean; canRedo: boolean; undoText: string; redoText: string; nodeCount: number; stale: number; packages: string[]; zoom: number; problem?: string}};
    outline: {ask: {nodes?: string[]}; answer: {nodes: OutlineNode[]}};
    details: {ask: {nodes?: string[]}; answer: {nodes: NodeDetails[]}};
    inspector: {ask: {node: string}; answer: {id: string; type: string; typeName: string; title: string; help: string; mode: NodeMode; state: NodeState; why: Why[]; ranBecause: Why[]; elapsedMs?: number; startedMs?: number; unsaved?: string; source: string; isSourceEditable: boolean; problems: Problem[]; inputs: PortView[]; outputs: PortView[]; widgets: Widget[]; limits: NodeLimits; limitsNow: NodeLimits; error?: NodeError}};
    output: {ask: {node: string; after?: PrintedMark; limit?: number}; answer: {stdout: string; stderr: string; mark: PrintedMark; rest: number; displays: string[]; error?: NodeError; dropped: number; droppedLines: number; droppedDisplays: number; stdoutGap?: number; stderrGap?: number; elapsedMs?: number}};
    variables: {ask: {offset: number; limit: number; filter: string}; answer: {total: number; items: VariableItem[]}};
    files: {ask: Record<string, never>; answer: {files: FileRef[]}};
    selection: {ask: Record<string, never>; answer: {nodes: string[]; areas: string[]}};
    areas: {ask: Record<string, never>; answer: {areas: AreaView[]; reroutes: Reroutes[]}};
    history: {ask: Record<string, never>; answer: {steps: string[]; done: number}};
    canvas_point: {ask: {x: number; y: number}; answer: {x: number; y: number}};
    palette: {ask: {query: string; connect_from?: string; connect_to?: string; limit: number}; answer: {items: PaletteItem[]}};
    may_connect: {ask: {from: string; to: string}; answer: {refusal?: string}};
    plan: {ask: {up_to?: string[]; only?: string[]; from?: string[]; all?: boolean}; answer: {steps: PlanStep[]; error?: string}};
    widget: {ask: {name: string}; answer: {found: boolean; x: number; y: number; width: number; height: number; visible: boolean; enabled: boolean}};
    glimpse: {ask: {node: string}; answer: {key?: string; isCurrent: boolean; outputs: OutputSummary[]}};
    runs: {ask: Record<string, never>; answer: {runs: LoggedRun[]}};
    results: {ask: Record<string, never>; answer: {results: NodeResult[]}};
    widgets: {ask: Record<string, never>; answer: {names: string[]}};
}

const schema: Schema = {
    enums: {NodeState: ['idle', 'queued', 'running', 'ok', 'failed', 'stopped', 'stale', 'author', 'muted'], NodeMode: ['normal', 'mute', 'bypass', 'volatile'], WhyCode: ['never_ran', 'source', 'setting', 'input', 'wiring', 'file', 'packages', 'volatile', 'failed', 'stopped', 'evicted', 'blocked', 'asked'], KernelStatus: ['off', 'loading', 'ready', 'busy', 'restarting', 'lost', 'failed'], RunEnd: ['ok', 'failed', 'stopped'], Stream: ['stdout', 'stderr'], PreviewKind: ['none', 'text', 'json', 'table', 'image', 'html', 'chart', 'bytes'], ErrorKind: ['python', 'syntax', 'signature', 'input', 'result', 'package', 'file', 'limit', 'internal'], CodeTask: ['script', 'notebook', 'flow'], UnsavedReason: ['waiting', 'too_large', 'unpicklable', 'crowded_out'], WidgetKind: ['toggle', 'integer', 'number', 'slider', 'choice', 'text', 'multiline', 'column', 'file', 'secret', 'expression'], AreaKind: ['frame', 'note']},
    types: {
        FileRef: {name: 'string', bytes: 'int', sha256: 'string', data: 'string?'},
        InputBinding: {port: 'string', variadic: 'bool', keys: '[ValueKey]'},
        ValueKey: {key: 'string', port: 'string'},
        NodeCall: {run: 'int', node: 'string', title: 'string', node_type: 'string', source: 'string', key: 'string', inputs: '[InputBinding]', settings: '{json}', trusted: 'bool', packages: '[string]', max_output_bytes: 'int', max_displays: 'int', timeout_ms: 'int?', away: 'bool?'},
        SavedValue: {key: 'string', sha256: 'string', bytes: 'int'},
        Glimpse: {kind: 'PreviewKind', text: 'string', columns: '[string]', types: '[string]', rows: '[[string]]', total: 'int', width: 'int?', height: 'int?'},
        OutputSummary: {port: 'string', type: 'string', shape: 'string', summary: 'string', bytes: 'int', glimpse: 'Glimpse'},
        FileUse: {name: 'string', sha256: 'string'},
        NodeError: {kind: 'ErrorKind', type: 'string', message: 'string', traceback: 'string', line: 'int?', package: 'string?'},
        Why: {code: 'WhyCode', text: 'string', name: 'string?', from: 'string?', to: 'string?'},
        NodeStatus: {state: 'NodeState', why: '[Why]', elapsedMs: 'number?', unsaved: 'string?'},
        NewNode: {id: 'string?', type: 'string', source: 'string?', params: '{json}?', title: 'string?', mode: 'NodeMode?'},
        LibraryType: {type: 'string', category: 'string', name: '{string}', keywords: '{string}', help: '{string}', source: 'string', trusted: 'bool'},
        Widget: {name: 'string', kind: 'WidgetKind', annotation: 'string', value: 'json', standard: 'json', isSet: 'bool', isLinked: 'bool', choices: '[json]', minimum: 'number?', maximum: 'number?', step: 'number?', suggestions: '[string]'},
        PortView: {name: 'string', annotation: 'string', links: '[string]', isRequired: 'bool', isVariadic: 'bool'},
        OutlineNode: {id: 'string', title: 'string', state: 'NodeState', mode: 'NodeMode', isSelected: 'bool', x: 'number', y: 'number'},
        NodeDetails: {id: 'string', why: '[Why]', inputs: '[PortView]', outputs: '[PortView]'},
        VariableItem: {node: 'string', port: 'string', title: 'string', type: 'string', shape: 'string', summary: 'string', bytes: 'int', isCurrent: 'bool'},
        PaletteItem: {type: 'string', name: 'string', category: 'string', help: 'string', input: 'string?', output: 'string?'},
        PlanStep: {node: 'string', why: '[Why]', lastMs: 'number?'},
        LoggedCall: {node: 'string', title: 'string', kernel: 'int', why: '[Why]', startMs: 'number', elapsedMs: 'number', ownMs: 'number?', ended: 'RunEnd?'},
        LoggedRun: {run: 'int', beganMs: 'number', elapsedMs: 'number', ended: 'RunEnd?', calls: '[LoggedCall]', skipped: '[string]'},
        KeptResult: {key: 'string', serial: 'int', files: '[FileUse]', python: 'string', pyodide: 'string', packages: '{string}', outputs: '[OutputSummary]', elapsedMs: 'number', sha256: 'string', bytes: 'int', stdout: 'string', stderr: 'string', dropped: 'int', droppedLines: 'int', stdoutGap: 'int?', stderrGap: 'int?', author: 'string?', displays: '[string]?'},
        NodeResult: {node: 'string', result: 'KeptResult'},
        NodeLimits: {time_sec: 'number?', output_bytes: 'int?', displays: 'int?'},
        PrintedMark: {text: 'int', stdout: 'int', stderr: 'int'},
        Problem: {line: 'int', column: 'int', message: 'string'},
        Point: {x: 'number', y: 'number'},
        Box: {x: 'number', y: 'number', width: 'number', height: 'number'},
        AreaView: {id: 'string', kind: 'AreaKind', text: 'string', color: 'string', x: 'number', y: 'number', width: 'number', height: 'number', isFolded: 'bool', isSubflow: 'bool', isSelected: 'bool', nodes: '[string]'},
        Reroutes: {from: 'string', to: 'string', points: '[Point]'},
    },
    messages: {
        session_to_kernel: {
            set_files: {files: '[FileRef]'},
            run_nodes: {calls: '[NodeCall]'},
            drop_values: {keys: '[string]'},
            unload_values: {keys: '[string]'},
            restore_values: {values: '[SavedValue]'},
            give_values: {to: 'int', keys: '[string]'},
            preview_value: {call: 'int', key: 'string', port: 'string', offset: 'int', limit: 'int', columns: '[string]?'},
            judge_source: {node: 'string', source: 'string'},
        },
        kernel_to_session: {
            kernel_progress: {step: 'string', done: 'int', total: 'int'},
            kernel_ready: {python: 'string', pyodide: 'string', packages: '{string}'},
            kernel_lost: {reason: 'string'},
            kernel_failed: {reason: 'string'},
            packages_changed: {packages: '{string}'},
            node_started: {run: 'int', node: 'string'},
            node_printed: {run: 'int', node: 'string', stream: 'Stream', text: 'string', dropped: 'int', dropped_lines: 'int'},
            node_displayed: {run: 'int', node: 'string', port: 'string', glimpse: 'Glimpse'},
            displays_dropped: {run: 'int', node: 'string', count: 'int'},
            node_progress: {run: 'int', node: 'string', done: 'number', total: 'number'},
            node_finished: {run: 'int', node: 'string', key: 'string', outputs: '[OutputSummary]', files: '[FileUse]', elapsed_ms: 'number'},
            node_failed: {run: 'int', node: 'string', error: 'NodeError', files: '[FileUse]', elapsed_ms: 'number'},
            node_stopped: {run: 'int', node: 'string', error: 'NodeError?', elapsed_ms: 'number'},
            node_unmovable: {run: 'int', node: 'string', detail: 'string'},
            calls_returned: {run: 'int', count: 'int'},
            source_judged: {node: 'string', problems: '[Problem]'},
            preview_ready: {call: 'int', preview: 'json'},
            file_written: {file: 'FileRef'},
            values_saved: {values: '[SavedValue]'},
            value_unsaved: {key: 'string', reason: 'UnsavedReason', detail: 'string'},
            value_restored: {key: 'string'},
            value_lost: {key: 'string'},
        },
        host_to_kernel: {
            boot: {files: '[string]'},
            set_bounds: {memory_bytes: 'int', preview_bytes: 'int', message_bytes: 'int'},
            make_snapshot: {files: '[string]'},
            packages: {request: 'int', files: '[string]', error: 'string?'},
            saved_values: {request: 'int'},
            probe: {request: 'int'},
            translate: {request: 'int', task: 'CodeTask', question: 'json'},
            fetched: {request: 'int', status: 'int', status_text: 'string', headers: '{string}', refused: 'bool', error: 'string?'},
        },
        kernel_to_host: {
            need_packages: {request: 'int', names: '[string]', loaded: '[string]'},
            value_saved: {key: 'string', sha256: 'string', bytes: 'int'},
            need_saved_values: {request: 'int', hashes: '[string]'},
            alive: {request: 'int'},
            translated: {request: 'int', answer: 'json?', error: 'string?'},
            fetch: {request: 'int', method: 'string', url: 'string', headers: '{string}'},
            cancel_fetch: {request: 'int'},
            broken: {reason: 'string'},
            snapshot_made: {bytes: 'int'},
            snapshot_refused: {reason: 'string'},
            policy_violation: {where: 'string', directive: 'string', blocked: 'string'},
        },
        page_to_session: {
            set_library: {types: '[LibraryType]'},
            set_language: {language: 'string', texts: '{string}'},
            set_theme: {theme: 'string'},
            set_limits: {node_timeout_ms: 'int', run_timeout_ms: 'int', max_output_bytes: 'int', max_displays: 'int', nodes_may_raise: 'bool', kernels: 'int'},
            offer_results: {first_serial: 'int', results: '[KeptResult]'},
            open: {call: 'int', text: 'string', opening: 'int?', is_unsaved: 'bool?', is_beginning: 'bool?', tab: 'int?'},
            switch_tab: {call: 'int', tab: 'int'},
            close_tab: {call: 'int', tab: 'int'},
            add_node: {call: 'int', node: 'NewNode', x: 'number', y: 'number', connect_from: 'string?', connect_to: 'string?'},
            remove_nodes: {call: 'int', nodes: '[string]', areas: '[string]?', dissolve: 'bool?'},
            connect: {call: 'int', from: 'string', to: 'string'},
            disconnect: {call: 'int', from: 'string', to: 'string'},
            remove_links: {call: 'int', links: '[[string]]'},
            set_reroutes: {call: 'int', from: 'string', to: 'string', points: '[Point]'},
            add_area: {call: 'int', id: 'string?', kind: 'AreaKind', text: 'string?', color: 'string?', x: 'number', y: 'number', width: 'number', height: 'number', subflow_of: '[string]?'},
            set_area: {call: 'int', area: 'string', text: 'string?', color: 'string?', folded: 'bool?', box: 'Box?'},
            arrange: {call: 'int', nodes: '{Point}', areas: '{Box}?'},
            move_nodes: {call: 'int', nodes: '[string]', areas: '[string]?', dx: 'number', dy: 'number'},
            set_title: {call: 'int', node: 'string', title: 'string'},
            set_source: {call: 'int', node: 'string', source: 'string'},
            set_param: {call: 'int', node: 'string', name: 'string', value: 'json?'},
            set_mode: {call: 'int', node: 'string?', nodes: '[string]?', mode: 'NodeMode'},
            set_node_limits: {call: 'int', node: 'string', limits: 'NodeLimits'},
            move_link: {call: 'int', from: 'string', to: 'string', by: 'int'},
            set_collapsed: {call: 'int', nodes: '[string]', collapsed: 'bool'},
            duplicate: {call: 'int', nodes: '[string]', areas: '[string]?'},
            set_flow_title: {call: 'int', title: 'string'},
            set_packages: {call: 'int', packages: '[string]'},
            paste: {call: 'int', text: 'string', x: 'number', y: 'number'},
            add_file: {call: 'int', file: 'FileRef'},
            rename_file: {call: 'int', name: 'string', to: 'string'},
            remove_file: {call: 'int', name: 'string'},
            undo: {call: 'int'},
            redo: {call: 'int'},
            travel: {call: 'int', steps_done: 'int'},
            run: {call: 'int', up_to: '[string]?', only: '[string]?', from: '[string]?', all: 'bool?', untimed: 'bool?'},
            stop: {},
            restart: {call: 'int'},
            preview: {call: 'int', node: 'string', port: 'string', offset: 'int', limit: 'int', columns: '[string]?'},
            select: {nodes: '[string]', areas: '[string]?'},
            saved: {},
            fit: {nodes: '[string]?'},
            zoom: {percent: 'number'},
            center: {node: 'string'},
            center_at: {x: 'number', y: 'number'},
            set_grid: {step: 'number'},
        },
        session_to_page: {
            answer: {call: 'int', value: 'json'},
            refusal: {call: 'int', error: 'string', code: 'string'},
            changed: {graph: 'bool', places: 'bool', states: 'bool', selection: 'bool', files: 'bool', history: 'bool', kernel: 'bool', run: 'bool', outputs: '[string]', values: '[string]', pictures: '[string]'},
            flow_opened: {opening: 'int'},
            run_ended: {run: 'int', ended: 'RunEnd', ran: '[string]', skipped: '[string]', elapsedMs: 'number'},
            keep_results: {results: '[KeptResult]'},
            node_errored: {node: 'string', error: 'NodeError'},
            said: {level: 'string', text: 'string'},
            interrupt_kernel: {kernel: 'int'},
            open_kernel: {kernel: 'int'},
            replace_kernel: {kernel: 'int'},
            show_palette: {x: 'number', y: 'number', canvas_x: 'number', canvas_y: 'number', connect_from: 'string?', connect_to: 'string?'},
            show_menu: {x: 'number', y: 'number', canvas_x: 'number', canvas_y: 'number', node: 'string?', link: '[string]?', area: 'string?'},
            edit_area: {area: 'string', x: 'number', y: 'number', width: 'number', height: 'number'},
            edit_title: {node: 'string', x: 'number', y: 'number', width: 'number', height: 'number'},
            edit_param: {node: 'string', name: 'string', x: 'number', y: 'number', width: 'number', height: 'number'},
            focus_inspector: {node: 'string'},
        },
    },
};
