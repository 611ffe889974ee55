#include "runtime/link/page_link.h"

#include <algorithm>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "runtime/link/convert.h"
#include "runtime/link/json_writer.h"
#include "runtime/link/overloaded.h"
#include "runtime/link/page_intents.h"

namespace flow {
namespace {

std::string object_with(std::string_view name, const std::string& text) {
    message::JsonWriter out;
    out.open_object();
    out.field(name, text);
    out.close_object();
    return out.take();
}

/// The page has it and is told by which name: `$author` stands for a preview as `$buffer` does for bytes.
std::string authors_preview(const ValueRef& value) {
    message::JsonWriter out;
    out.open_object();
    out.field("$author", value.key.substr(kAuthorPrefix.size()));
    out.field("port", value.port);
    out.close_object();
    return out.take();
}

/// Less than a frame of most screens.
constexpr double kUnseenMs = 12;

/// Nothing but how far the run has come, and that Python works at it.
bool is_of_run(const News& news) {
    const auto* changed = std::get_if<news::Changed>(&news);
    return changed && !changed->graph && !changed->places && !changed->selection && !changed->files && !changed->history;
}

NodeLibrary library_from(const message::SetLibrary& message, std::vector<Error>& refused) {
    NodeLibrary library;
    for (const message::LibraryType& one : message.types) {
        NodeType type;
        type.name = one.type;
        type.category = one.category;
        type.titles.insert(one.name.begin(), one.name.end());
        type.keywords.insert(one.keywords.begin(), one.keywords.end());
        type.help.insert(one.help.begin(), one.help.end());
        type.source = one.source;
        type.is_trusted = one.trusted;
        if (const auto added = library.add(std::move(type)); !added) refused.push_back(added.error());
    }
    return library;
}

}  // namespace

PageLink::PageLink(Session& session, KernelLink& kernel, CanvasDoor& canvas, Outbox outbox)
    : session_(session), kernel_(kernel), canvas_(canvas), outbox_(std::move(outbox)) {}

void PageLink::deliver(std::string text, double now_ms) {
    auto message = message::parse_page_to_session(text);
    if (!message) {
        // A program's wrong arguments: it waits for an answer.
        const auto call = message::call_in(text);
        return call ? refuse_call(*call, message.error()) : say("error", message.error());
    }
    text = {};  // a flow may be large: it is not kept as a message and as what the message says
    if (configure(*message)) return;
    if (const auto* wanted = std::get_if<message::Preview>(&*message)) return preview(*wanted);
    apply(*message, now_ms);
}

void PageLink::apply(message::PageToSession& message, double now_ms) {
    const std::optional<std::int64_t> call = link::call_of(message);
    const auto refuse_it = [&](const Error& error) { call ? refuse_call(*call, error) : say("error", error); };
    const auto intent = link::intent_of(session_.graph(), message);
    if (!intent) return refuse_it(intent.error());
    if (!*intent) return;
    const auto made = session_.apply(**intent, now_ms);
    if (!made) return refuse_it(made.error());
    done(message, *made);
}

void PageLink::done(const message::PageToSession& message, const Made& made) {
    const std::optional<std::int64_t> call = link::call_of(message);
    if (const auto* set = std::get_if<message::SetSource>(&message)) kernel_.judge(set->node, set->source);
    if (!call) return;
    if (std::holds_alternative<message::Run>(message)) {
        if (made.run) {
            runs_.push_back({*made.run, *call});
        } else {
            answer(*call, "null");
        }
        return;
    }
    message::Answer reply{*call, {"null"}};
    if (std::holds_alternative<message::AddNode>(message) && !made.nodes.empty()) reply.value.text = object_with("id", name_of(made.nodes.front()));
    if (std::holds_alternative<message::AddArea>(message)) reply.value.text = object_with("id", made.area);
    if (std::holds_alternative<message::Paste>(message) || std::holds_alternative<message::Duplicate>(message)) reply.value = name_list(made.nodes);
    waiting_.emplace_back(std::move(reply));
}

bool PageLink::configure(const message::PageToSession& message) {
    return std::visit(Overloaded{
                          [&](const message::SetLibrary& m) {
                              std::vector<Error> refused;
                              session_.set_library(library_from(m, refused));
                              for (const Error& error : refused) say("error", error);
                              return true;
                          },
                          [&](const message::SetLanguage& m) {
                              session_.set_catalogue(Catalogue(m.language, std::unordered_map<std::string, std::string>(m.texts.begin(), m.texts.end())));
                              return true;
                          },
                          [&](const message::SetLimits& m) {
                              session_.set_limits(link::limits_from(m));
                              return true;
                          },
                          [&](const message::OfferResults& m) {
                              offer(m);
                              return true;
                          },
                          [&](const message::SetTheme& m) {
                              canvas_.set_theme(m.theme);
                              return true;
                          },
                          [&](const message::Zoom& m) {
                              canvas_.zoom_to(m.percent);
                              return true;
                          },
                          [&](const message::Fit& m) {
                              const auto nodes = link::nodes_named(session_.graph(), m.nodes.value_or(std::vector<std::string>{}));
                              nodes ? canvas_.fit(*nodes) : say("error", nodes.error());
                              return true;
                          },
                          [&](const message::Center& m) {
                              const auto node = link::node_named(session_.graph(), m.node);
                              node ? canvas_.center(*node) : say("error", node.error());
                              return true;
                          },
                          [&](const message::SetGrid& m) {
                              canvas_.set_grid(std::max(0.0, m.step));
                              return true;
                          },
                          [&](const message::CenterAt& m) {
                              canvas_.center_at(m.x, m.y);
                              return true;
                          },
                          [](const auto&) { return false; },
                      },
                      message);
}

void PageLink::offer(const message::OfferResults& message) {
    std::vector<KeptResult> kept;
    kept.reserve(message.results.size());
    for (const message::KeptResult& one : message.results) {
        auto made = link::from_message(one);
        made ? kept.push_back(std::move(*made)) : say("error", made.error());
    }
    session_.offer(std::move(kept), static_cast<std::uint64_t>(std::max<std::int64_t>(message.first_serial, 0)));
}

void PageLink::preview(const message::Preview& message) {
    const auto node = link::node_named(session_.graph(), message.node);
    if (!node) return refuse_call(message.call, node.error());
    const auto value = link::value_of(session_, *node, message.port);
    if (value && is_authors(value->key)) return answer(message.call, authors_preview(*value));
    if (!value || session_.kernel().state == KernelState::failed) return answer(message.call, "null");
    kernel_.preview(session_.need(*value), message.call, *value, message.offset, message.limit, message.columns);
}

void PageLink::pass_on(const PreviewReady& preview) { post(message::Answer{preview.call, preview.preview}); }

std::string PageLink::ask(std::string_view text) const {
    const auto question = message::parse_question(text);
    if (!question) return object_with("error", session_.catalogue().text(question.error().sentence));
    const auto found = link::answer_to(*question, session_, canvas_);
    if (!found) return object_with("error", session_.catalogue().text(found.error().sentence));
    return message::to_text(*found);
}

void PageLink::publish(double now_ms) {
    const std::optional<RunInfo>& run = session_.run();
    if (run && run->id != known_run_) {
        known_run_ = run->id;
        run_began_ms_ = now_ms;
    }
    bool is_held = run && now_ms < run_began_ms_ + kUnseenMs;
    for (News& one : session_.take_news()) {
        is_held = is_held && is_of_run(one);
        held_.push_back(std::move(one));
    }
    if (is_held) return;
    for (const News& one : std::exchange(held_, {})) publish(one);
}

std::optional<double> PageLink::held_until_ms() const {
    if (held_.empty()) return std::nullopt;
    return run_began_ms_ + kUnseenMs;
}

void PageLink::publish(const News& one) {
    std::visit(Overloaded{
                   [&](const news::Changed& n) {
                       post(message::Changed{n.graph, n.places, n.states, n.selection, n.files, n.history, n.kernel, n.run, n.outputs, n.values, n.pictures});
                   },
                   [&](const news::RunEnded& n) { run_ended(n); },
                   [&](const news::FlowOpened& n) { post(message::FlowOpened{n.opening}); },
                   [&](const news::ResultsToKeep& n) {
                       message::KeepResults keep;
                       for (const KeptResult& kept : n.results) keep.results.push_back(link::to_message(kept));
                       post(keep);
                   },
                   [&](const news::NodeErrored& n) {
                       post(message::NodeErrored{n.node, link::to_message(n.error)});
                   },
                   [&](const news::Said& n) {
                       post(message::Said{n.level, session_.catalogue().text(n.sentence)});
                   },
                   [&](const news::PageIntent& n) { publish(n.intent); },
               },
               one);
}

void PageLink::publish(const Intent& intent) {
    const auto port = [&](const std::optional<PortRef>& ref) -> std::optional<std::string> {
        if (!ref || session_.graph().find(ref->node) == nullptr) return std::nullopt;
        return name_of(ref->node) + "." + ref->port;
    };
    std::visit(Overloaded{
                   [&](const intent::ShowPalette& i) {
                       post(message::ShowPalette{i.x, i.y, i.canvas_x, i.canvas_y, port(i.connect_from), port(i.connect_to)});
                   },
                   [&](const intent::ShowMenu& i) {
                       message::ShowMenu menu{i.x, i.y, i.canvas_x, i.canvas_y, {}, {}, {}};
                       if (!i.area.empty()) menu.area = i.area;
                       if (session_.graph().find(i.node) != nullptr) menu.node = name_of(i.node);
                       if (const Link* wire = session_.graph().find(i.link))
                           menu.link = std::vector<std::string>{name_of(wire->from) + "." + wire->from_port, name_of(wire->to) + "." + wire->to_port};
                       post(menu);
                   },
                   [&](const intent::EditTitle& i) {
                       if (session_.graph().find(i.node) != nullptr) post(message::EditTitle{name_of(i.node), i.x, i.y, i.width, i.height});
                   },
                   [&](const intent::EditParam& i) {
                       if (session_.graph().find(i.node) != nullptr) post(message::EditParam{name_of(i.node), i.name, i.x, i.y, i.width, i.height});
                   },
                   [&](const intent::EditArea& i) {
                       if (session_.graph().area(i.name) != nullptr) post(message::EditArea{i.name, i.x, i.y, i.width, i.height});
                   },
                   [&](const intent::FocusInspector& i) {
                       if (session_.graph().find(i.node) != nullptr) post(message::FocusInspector{name_of(i.node)});
                   },
                   [](const auto&) {},
               },
               intent);
}

void PageLink::run_ended(const news::RunEnded& ended) {
    const message::RunEnded message{ended.run.value, link::to_message(ended.ended), ended.ran, ended.skipped, ended.elapsed_ms};
    post(message);
    const auto found = std::find_if(runs_.begin(), runs_.end(), [&](const RunCall& one) { return one.run == ended.run; });
    if (found == runs_.end()) return;  // started on the canvas: nobody waits for it
    const std::int64_t call = found->call;
    runs_.erase(found);
    answer(call, message::to_text(message::SessionToPage(message)));
}

void PageLink::frame_shown() {
    for (const message::SessionToPage& message : std::exchange(waiting_, {})) post(message);
}

void PageLink::say(const std::string& level, const Error& error) { post(message::Said{level, session_.catalogue().text(error.sentence)}); }

void PageLink::answer(std::int64_t call, std::string json) { post(message::Answer{call, {std::move(json)}}); }

void PageLink::refuse_call(std::int64_t call, const Error& error) {
    std::string text = session_.catalogue().text(error.sentence);
    if (!error.place.empty()) text += " (" + error.place + ")";
    post(message::Refusal{call, std::move(text), error.sentence.key});
}

void PageLink::post(const message::SessionToPage& message) { outbox_.to_page(message::to_text(message)); }

message::Json PageLink::name_list(const std::vector<NodeId>& nodes) const {
    message::JsonWriter out;
    std::vector<std::string> names;
    for (const NodeId node : nodes) names.push_back(name_of(node));
    out.open_object();
    out.field("ids", names);
    out.close_object();
    return {out.take()};
}

std::string PageLink::name_of(NodeId node) const { return session_.graph().node(node).name; }

}  // namespace flow
