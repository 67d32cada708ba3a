using CnnVis.Skia.Diagrams;
using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Tests;

/// <summary>Laws of the layout over random graphs: nothing lies over anything else, and every connection ends where it should.</summary>
public class LaneLayoutTests
{
    private const float Tolerance = 0.01f;
    private const float Distinct = 2;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nodes_DoNotOverlap(int seed)
    {
        (LayoutNode[] nodes, LaneLayout layout) = RandomGraph(seed);

        for (int one = 0; one < nodes.Length; one++)
        {
            for (int other = one + 1; other < nodes.Length; other++)
            {
                Area first = AreaOf(nodes, layout, one);
                Area second = AreaOf(nodes, layout, other);
                Assert.True(
                    first.Right <= second.Left || second.Right <= first.Left || first.Bottom <= second.Top || second.Bottom <= first.Top,
                    $"{one} {first} lies over {other} {second}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Connections_RunFromBottomToTop_AndCrossNoNode(int seed)
    {
        (LayoutNode[] nodes, LaneLayout layout) = RandomGraph(seed);
        DiagramRoute[] routes = [.. layout.Routes()];

        Assert.Equal(
            nodes.SelectMany((node, i) => node.Sources.Select(source => (source, i))).Order(), routes.Select(route => (route.Source, route.Node)).Order());
        foreach (DiagramRoute route in routes)
        {
            Area source = AreaOf(nodes, layout, route.Source);
            Area node = AreaOf(nodes, layout, route.Node);
            Assert.Equal(source.Bottom, route.Corners[0].Y, Tolerance);
            Assert.InRange(route.Corners[0].X, source.Left, source.Right);
            Assert.Equal(node.Top, route.Corners[^1].Y, Tolerance);
            Assert.InRange(route.Corners[^1].X, node.Left, node.Right);
            foreach ((ScenePoint from, ScenePoint to) in Lines(route))
            {
                Assert.True(from.X == to.X || from.Y == to.Y, "a connection runs askew");
                Assert.True(to.Y >= from.Y, "a connection runs upwards");
                for (int i = 0; i < nodes.Length; i++)
                {
                    Area area = AreaOf(nodes, layout, i);
                    bool crosses = Math.Max(from.X, to.X) > area.Left + Tolerance && Math.Min(from.X, to.X) < area.Right - Tolerance
                        && to.Y > area.Top + Tolerance && from.Y < area.Bottom - Tolerance;
                    Assert.False(crosses, $"the connection from {route.Source} to {route.Node} crosses {i}");
                }
            }
        }
    }

    /// <summary>Two connections from different nodes may cross, but no stretch of one lies on the other: nobody could tell them apart.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Connections_OfDifferentNodes_ShareNoLine(int seed)
    {
        (_, LaneLayout layout) = RandomGraph(seed);
        (int Source, ScenePoint From, ScenePoint To)[] lines =
            [.. layout.Routes().SelectMany(route => Lines(route).Where(line => line.From != line.To).Select(line => (route.Source, line.From, line.To)))];

        foreach ((int source, ScenePoint from, ScenePoint to) in lines)
        {
            foreach ((int otherSource, ScenePoint otherFrom, ScenePoint otherTo) in lines.Where(line => line.Source > source))
            {
                Assert.False(
                    (from.X == to.X && otherFrom.X == otherTo.X && Near(from.X, otherFrom.X) && Overlap(from.Y, to.Y, otherFrom.Y, otherTo.Y))
                    || (from.Y == to.Y && otherFrom.Y == otherTo.Y && Near(from.Y, otherFrom.Y) && Overlap(from.X, to.X, otherFrom.X, otherTo.X)),
                    $"connections of {source} and {otherSource} lie over each other");
            }
        }
    }

    [Fact]
    public void TheLongestWay_IsOneStraightLine()
    {
        LayoutNode[] nodes = [Node(), Node(0), Node(1), Node(0, 2), Node(3), Node(3), Node(4, 5)];

        LaneLayout layout = LaneLayout.Of(nodes);

        foreach (int node in (int[])[0, 1, 2, 3, 4, 6])
        {
            Assert.Equal(0, layout.X(node));
        }

        Assert.NotEqual(0, layout.X(5));
    }

    private static bool Near(float one, float other) => Math.Abs(one - other) < Distinct;

    private static bool Overlap(float from, float to, float otherFrom, float otherTo) =>
        Math.Max(Math.Min(from, to), Math.Min(otherFrom, otherTo)) + Tolerance < Math.Min(Math.Max(from, to), Math.Max(otherFrom, otherTo));

    private static IEnumerable<(ScenePoint From, ScenePoint To)> Lines(DiagramRoute route) => route.Corners.Zip(route.Corners.Skip(1));

    private static LayoutNode Node(params int[] sources) => new(50, 50, 40, sources);

    private static Area AreaOf(LayoutNode[] nodes, LaneLayout layout, int node) => new(
        layout.X(node) - nodes[node].Left, layout.Top(node), layout.X(node) + nodes[node].Right, layout.Top(node) + nodes[node].Height);

    /// <summary>A graph with one start: chains, forks and connections over any distance, nodes of many sizes.</summary>
    private static (LayoutNode[] Nodes, LaneLayout Layout) RandomGraph(int seed)
    {
        var random = new Random(seed);
        var nodes = new List<LayoutNode> { Node() };
        for (int i = 1; i < 4 + (seed % 40); i++)
        {
            int reach = random.Next(3) == 0 ? i : Math.Min(i, 3);
            int[] sources = [.. Enumerable.Range(0, 1 + (random.Next(3) == 0 ? random.Next(4) : 0)).Select(_ => i - 1 - random.Next(reach)).Distinct().Order()];
            nodes.Add(new LayoutNode(random.Next(20, 120), random.Next(20, 120), random.Next(20, 80), sources));
        }

        return ([.. nodes], LaneLayout.Of(nodes));
    }

    private sealed record Area(float Left, float Top, float Right, float Bottom);
}
