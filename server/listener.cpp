#include "server/listener.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <csignal>
#include <iostream>
#include <limits>
#include <memory>
#include <set>

#include "server/head_scanner.h"
#include "server/http_date.h"

namespace flow::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

class Connection;

/// What a connection knows of the listener.
class Owner {
public:
    virtual ~Owner() = default;
    virtual const Site& site() const = 0;
    virtual const ListenerSettings& settings() const = 0;
    virtual bool is_stopping() const = 0;
    virtual void on_closed(const std::shared_ptr<Connection>& connection) = 0;
};

/// One connection: reads a head, sends the response, again. Exactly one operation on the socket is under way at a time, and the one
/// timer ends it: a cancelled operation comes back with an error, and `is_late_` says that it was the timer.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(tcp::socket socket, Owner& owner) : socket_(std::move(socket)), deadline_(socket_.get_executor()), owner_(owner) {}

    void start() {
        // A response is one write, or chunks that fill packets: waiting for more to send would only delay the last one.
        error_code ignored_by_design;  // a connection without this option is only slower
        socket_.set_option(tcp::no_delay(true), ignored_by_design);
        next_request();
    }

    /// The server ends: a connection on which nothing was asked is closed, any other finishes first.
    void on_stop() {
        if (is_waiting_ && !has_unread()) close();
    }

    void close() {
        if (!socket_.is_open()) return;
        error_code ec;
        deadline_.cancel();
        socket_.close(ec);  // the descriptor is gone whatever it says
        owner_.on_closed(shared_from_this());
    }

private:
    void next_request() {
        scanner_ = HeadScanner();
        if (owner_.is_stopping() && received_.empty() && !has_unread()) return end_gently();
        is_waiting_ = received_.empty();
        arm(is_waiting_ ? owner_.settings().idle_timeout : owner_.settings().header_timeout);
        take_received();
    }

    void take_received() {
        switch (scanner_.scan(received_)) {
            case HeadScanner::State::kOpen: return read_more();
            case HeadScanner::State::kComplete: return answer();
            case HeadScanner::State::kMalformed: return refuse(400);
            case HeadScanner::State::kTargetTooLong: return refuse(414);
            case HeadScanner::State::kFieldsTooLong: return refuse(431);
        }
    }

    void read_more() {
        const auto old_size = received_.size();
        received_.resize(limits::kMaxHeadBytes);
        socket_.async_read_some(asio::buffer(received_.data() + old_size, received_.size() - old_size),
                                [self = shared_from_this(), old_size](error_code ec, std::size_t count) {
                                    self->received_.resize(old_size + count);
                                    self->on_read(ec);
                                });
    }

    void on_read(error_code ec) {
        if (ec) return is_late_ && !received_.empty() ? refuse(408) : close();
        if (is_waiting_) {
            is_waiting_ = false;
            // From its first byte on a request has one deadline, which later bytes do not move.
            arm(owner_.settings().header_timeout);
        }
        take_received();
    }

    void answer() {
        const auto request = parse_head(std::string_view(received_).substr(0, scanner_.size()));
        if (!request) return refuse(request.error());
        received_.erase(0, scanner_.size());
        log_line_ = request->method + " " + request->target;
        // While the server ends, only a request that has already arrived keeps the connection open.
        send(respond(*request, owner_.site()), request->keeps_alive && (!owner_.is_stopping() || !received_.empty()));
    }

    void refuse(int status) {
        log_line_ = "-";
        received_.clear();
        send(refusal(status, owner_.site()), false);
    }

    void send(Response response, bool wants_next) {
        response_ = std::move(response);
        keeps_alive_ = wants_next && !response_.closes;
        sent_ = 0;
        std::string first = next_chunk();
        if (first.empty() && bytes_to_send() > 0) {
            // The disk failed before anything was said; afterwards only closing is left.
            response_ = refusal(500, owner_.site());
            keeps_alive_ = false;
            first = next_chunk();
        }
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        write(head_text(response_, keeps_alive_, http_date(now)) + first);
    }

    std::uint64_t bytes_to_send() const { return response_.sends_body ? response_.body.length : 0; }

    /// The next part of the body; empty at its end, and when the file cannot be read any more.
    std::string next_chunk() {
        if (sent_ >= bytes_to_send()) return {};
        const Body& body = response_.body;
        if (!body.file) {
            sent_ = body.text.size();
            return body.text;
        }
        std::string chunk(static_cast<std::size_t>(std::min<std::uint64_t>(limits::kChunkBytes, body.length - sent_)), '\0');
        chunk.resize(body.file->read(body.offset + sent_, chunk.data(), chunk.size()));
        sent_ += chunk.size();
        return chunk;
    }

    void write(std::string bytes) {
        outgoing_ = std::move(bytes);
        arm(owner_.settings().send_timeout);
        asio::async_write(socket_, asio::buffer(outgoing_), [self = shared_from_this()](error_code ec, std::size_t) { self->on_written(ec); });
    }

    void on_written(error_code ec) {
        if (ec) return close();
        if (sent_ < bytes_to_send()) {
            auto chunk = next_chunk();
            // The file became shorter: what was promised cannot be sent, and only the end of the connection can say so.
            return chunk.empty() ? close() : write(std::move(chunk));
        }
        if (!owner_.settings().is_quiet) std::cerr << log_line_ << ' ' << response_.status << ' ' << bytes_to_send() << '\n';
        response_ = {};
        keeps_alive_ ? next_request() : end_gently();
    }

    /// Closing while bytes are unread resets the connection, and the reset may overtake our answer: so say that nothing more comes, and
    /// read on for a moment.
    void end_gently() {
        error_code ec;
        socket_.shutdown(tcp::socket::shutdown_send, ec);
        if (ec) return close();
        arm(limits::kDrainTimeout);
        outgoing_.resize(limits::kChunkBytes);
        drain();
    }

    void drain() {
        socket_.async_read_some(asio::buffer(outgoing_), [self = shared_from_this()](error_code ec, std::size_t count) {
            self->drained_ += count;
            if (ec || self->drained_ > limits::kMaxDrainBytes) return self->close();
            self->drain();
        });
    }

    bool has_unread() {
        error_code ec;
        return socket_.available(ec) > 0 && !ec;
    }

    /// Starts the deadline of what is done next.
    void arm(std::chrono::milliseconds time) {
        is_late_ = false;
        deadline_.expires_after(time);
        deadline_.async_wait([weak = weak_from_this()](error_code ec) {
            const auto self = weak.lock();
            // A timer that had already expired when it was set anew still comes here once.
            if (ec || !self || self->deadline_.expiry() > std::chrono::steady_clock::now()) return;
            self->is_late_ = true;
            error_code ignored_by_design;  // cancelling fails only on a closed socket, on which nothing waits
            self->socket_.cancel(ignored_by_design);
        });
    }

    tcp::socket socket_;
    asio::steady_timer deadline_;
    Owner& owner_;
    HeadScanner scanner_;
    std::string received_;
    std::string outgoing_;
    std::string log_line_;
    Response response_;
    std::uint64_t sent_ = 0;
    std::size_t drained_ = 0;
    bool keeps_alive_ = false;
    bool is_late_ = false;
    /// Nothing of a request has arrived.
    bool is_waiting_ = true;
};

class Listener : public Owner {
public:
    Listener(const Site& site, const ListenerSettings& settings)
        : site_(site), settings_(settings), acceptor_(io_), pause_(io_), shutdown_(io_), signals_(io_, SIGINT, SIGTERM) {}

    std::optional<std::string> open() {
        error_code ec;
        const auto address = asio::ip::make_address(settings_.bind, ec);
        if (!ec) acceptor_.open(address.is_v6() ? tcp::v6() : tcp::v4(), ec);
#ifndef _WIN32
        // Elsewhere this only skips the wait after an earlier server; on Windows it would share the port with a living one.
        if (!ec) acceptor_.set_option(tcp::acceptor::reuse_address(true), ec);
#endif
        if (!ec) acceptor_.bind({address, settings_.port}, ec);
        if (!ec) acceptor_.listen(asio::socket_base::max_listen_connections, ec);
        if (ec == asio::error::address_in_use) {
            return "Port " + std::to_string(settings_.port) + " on " + settings_.bind +
                   " is already in use: end the program that has it, or choose another with --port (0 picks a free one).";
        }
        if (ec) return "Cannot listen on port " + std::to_string(settings_.port) + " of " + settings_.bind + ": " + ec.message() + ".";
        return std::nullopt;
    }

    std::string url() const {
        const auto end = acceptor_.local_endpoint();
        auto host = end.address().to_string();
        if (end.address().is_unspecified()) host = end.address().is_v6() ? "::1" : "127.0.0.1";
        if (end.address().is_v6()) host = "[" + host + "]";
        return "http://" + host + ":" + std::to_string(end.port()) + "/";
    }

    void run() {
        wait_for_signal();
        accept();
        io_.run();
    }

    const Site& site() const override { return site_; }
    const ListenerSettings& settings() const override { return settings_; }
    bool is_stopping() const override { return is_stopping_; }

    void on_closed(const std::shared_ptr<Connection>& connection) override {
        connections_.erase(connection);
        if (is_stopping_ && connections_.empty()) io_.stop();
        if (is_full_) {
            is_full_ = false;
            accept();
        }
    }

private:
    void accept() {
        if (is_stopping_) return;
        if (connections_.size() >= limits::kMaxConnections) {
            is_full_ = true;
            return;
        }
        acceptor_.async_accept([this](error_code ec, tcp::socket socket) {
            if (!ec) {
                add(std::move(socket));
                return accept();
            }
            if (is_stopping_ || ec == asio::error::operation_aborted) return;
            // No descriptor left, or the other side gave up already: neither ends the server.
            pause_.expires_after(limits::kAcceptRetry);
            pause_.async_wait([this](error_code stopped) {
                if (!stopped) accept();
            });
        });
    }

    void add(tcp::socket socket) {
        auto connection = std::make_shared<Connection>(std::move(socket), *this);
        connections_.insert(connection);
        connection->start();
        if (is_stopping_) connection->on_stop();
    }

    void wait_for_signal() {
        signals_.async_wait([this](error_code ec, int) {
            if (ec) return;
            if (is_stopping_) return io_.stop();  // asked twice: at once
            wait_for_signal();
            stop();
        });
    }

    void stop() {
        take_waiting_connections();
        is_stopping_ = true;
        pause_.cancel();
        error_code ec;
        acceptor_.close(ec);  // the descriptor is gone whatever it says
        const auto open_now = connections_;
        for (const auto& connection : open_now) connection->on_stop();
        if (connections_.empty()) return io_.stop();
        shutdown_.expires_after(limits::kShutdownTimeout);
        shutdown_.async_wait([this](error_code cancelled) {
            if (!cancelled) io_.stop();
        });
    }

    /// Whoever has connected before the end may have asked already.
    void take_waiting_connections() {
        error_code ec;
        acceptor_.cancel(ec);
        acceptor_.non_blocking(true, ec);
        while (!ec && connections_.size() < limits::kMaxConnections) {
            tcp::socket socket(io_);
            acceptor_.accept(socket, ec);
            if (!ec) add(std::move(socket));
        }
    }

    const Site& site_;
    const ListenerSettings& settings_;
    asio::io_context io_{1};
    tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    asio::steady_timer shutdown_;
    asio::signal_set signals_;
    std::set<std::shared_ptr<Connection>> connections_;
    bool is_stopping_ = false;
    bool is_full_ = false;
};

/// Whether the request line is right but for its version, which the library does not tell apart from a line that is no request line at all.
bool has_other_version(std::string_view head) {
    const auto line = head.substr(0, head.find("\r\n"));
    const auto last = line.rfind(' ');
    if (last == line.npos || std::count(line.begin(), line.end(), ' ') != 2) return false;
    const auto version = line.substr(last + 1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) && version[6] == '.' && is_digit(version[7]);
}

}  // namespace

tl::expected<Request, int> parse_head(std::string_view head) {
    while (head.starts_with("\r\n")) head.remove_prefix(2);
    http::request_parser<http::empty_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(limits::kMaxHeadBytes));
    // Bodies are refused by respond(), which looks at the fields; here they are only not read.
    parser.body_limit((std::numeric_limits<std::uint64_t>::max)());
    error_code ec;
    parser.put(asio::buffer(head.data(), head.size()), ec);
    if (ec == http::error::bad_version && has_other_version(head)) return tl::unexpected(505);
    if (ec == http::error::header_limit) return tl::unexpected(431);
    if ((ec && ec != http::error::need_more) || !parser.is_header_done()) return tl::unexpected(400);

    const auto& message = parser.get();
    Request request;
    request.method.assign(message.method_string().data(), message.method_string().size());
    request.target.assign(message.target().data(), message.target().size());
    request.version = static_cast<int>(message.version());
    request.keeps_alive = message.keep_alive();
    for (const auto& field : message) {
        request.fields.push_back(
            {std::string(field.name_string().data(), field.name_string().size()), std::string(field.value().data(), field.value().size())});
    }
    return request;
}

std::optional<std::string> serve(const Site& site, const ListenerSettings& settings, const std::function<void(const std::string& url)>& ready) {
    Listener listener(site, settings);
    if (auto problem = listener.open()) return problem;
    ready(listener.url());
    listener.run();
    return std::nullopt;
}

}  // namespace flow::server
