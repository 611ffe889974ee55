// What nodes print, as the session keeps it: bounded for each and for all, and nothing is lost without being counted.
#include "runtime/session/output_log.h"

#include <gtest/gtest.h>

namespace flow::tests {
namespace {

using enum OutputStream;

TEST(OutputLog, TheGapIsWhereTheFirstLossWasTold) {
    OutputLog log;
    const NodeId node{1};
    log.begin(node, "key", {100, 1});
    log.print(node, out, "head\n", {});
    EXPECT_FALSE(log.find(node)->out_gap);
    log.print(node, out, "", {30, 3});
    log.print(node, err, "err\n", {});
    log.print(node, out, "tail\n", {7, 1});
    EXPECT_EQ(log.find(node)->out, "head\ntail\n");
    EXPECT_EQ(log.find(node)->out_gap, 5u);
    EXPECT_FALSE(log.find(node)->err_gap);
    EXPECT_EQ(log.find(node)->dropped, 37);
    EXPECT_EQ(log.find(node)->dropped_lines, 4);
    log.display(node, "display:0");
    log.display(node, "display:1");
    log.drop_displays(node, 9'899);
    EXPECT_EQ(log.find(node)->dropped_displays, 9'900);
}

TEST(OutputLog, WhatTheKernelShouldNotHaveSentIsCounted) {
    OutputLog log;
    const NodeId node{1};
    log.begin(node, "key", {6, 1});
    log.print(node, out, "1\n2\n3\n4\n5\n", {});
    log.print(node, err, "6\n", {});
    EXPECT_EQ(log.find(node)->out, "1\n2\n3\n");
    EXPECT_EQ(log.find(node)->out_gap, 6u);
    EXPECT_EQ(log.find(node)->err_gap, 0u);
    EXPECT_EQ(log.find(node)->dropped, 6);
    EXPECT_EQ(log.find(node)->dropped_lines, 3);
}

TEST(OutputLog, OfAllNodesTheOldestTextIsLetGoAndCounted) {
    OutputLog log(100);
    const std::string lines = "123456789\n123456789\n123456789\n123456789\n";  // 40 bytes
    const auto print = [&](std::uint32_t id) {
        log.begin(NodeId{id}, "key", {1'000, 1});
        log.print(NodeId{id}, id % 2 == 0 ? out : err, lines, {});
    };
    print(1);
    print(2);
    EXPECT_EQ(log.find(NodeId{1})->err, lines);
    const std::uint64_t whole = log.find(NodeId{1})->text;
    print(3);
    EXPECT_EQ(log.find(NodeId{1})->err, "");
    EXPECT_NE(log.find(NodeId{1})->text, whole);  // who has read it does not go on in the middle of what comes now
    EXPECT_EQ(log.find(NodeId{1})->err_gap, 0u);
    EXPECT_EQ(log.find(NodeId{1})->dropped, 40);
    EXPECT_EQ(log.find(NodeId{1})->dropped_lines, 4);
    EXPECT_EQ(log.find(NodeId{2})->out, lines);
    print(2);
    print(4);
    EXPECT_EQ(log.find(NodeId{3})->dropped, 40) << "the second has printed later";
    EXPECT_EQ(log.find(NodeId{2})->out, lines);
    log.forget(NodeId{2});
    print(5);
    EXPECT_EQ(log.find(NodeId{4})->dropped, 0) << "what is forgotten takes no room";
    log.move(NodeId{4}, NodeId{6});
    print(7);
    EXPECT_EQ(log.find(NodeId{6})->dropped, 40);
    EXPECT_EQ(log.find(NodeId{4}), nullptr);
}

TEST(OutputLog, WhoPrintsNowKeepsItsText) {
    OutputLog log(10);
    log.begin(NodeId{1}, "key", {1'000, 1});
    log.print(NodeId{1}, out, "more than all may", {});
    EXPECT_EQ(log.find(NodeId{1})->dropped, 0) << "its own limit is the kernel's affair";
}

}  // namespace
}  // namespace flow::tests
