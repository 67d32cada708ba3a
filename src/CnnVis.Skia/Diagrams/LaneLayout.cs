using System.Globalization;
using CnnVis.Skia.Scenes;

namespace CnnVis.Skia.Diagrams;

/// <summary>
/// Lays out a network from top to bottom. Rows are the longest ways from the start; connections run down lines that are theirs and across between rows, so they
/// never cross a node.
/// </summary>
internal sealed class LaneLayout
{
    private const float RowGap = 26;
    private const float TrackGap = 9;
    private const float FirstTrack = 9;
    private const float Beside = 4;

    // The share of a node's width over which connections from the sides arrive.
    private const float ArrivalShare = 0.7f;

    private readonly IReadOnlyList<LayoutNode> _nodes;
    private readonly LaneGraph _graph;
    private readonly GapTracks[] _gaps;
    private readonly float[] _rowTops;
    private readonly float[] _rowHeights;
    private readonly Dictionary<(int Source, int Node), float> _arrivals = [];

    private LaneLayout(IReadOnlyList<LayoutNode> nodes)
    {
        _nodes = nodes;
        _graph = new LaneGraph(nodes);
        LanePlacement.Place(nodes, _graph);
        int rows = _graph.Rows.Max() + 1;
        _gaps = [.. Enumerable.Range(0, rows).Select(_ => new GapTracks())];
        _rowTops = new float[rows];
        _rowHeights = [.. Enumerable.Range(0, rows).Select(row => nodes.Where((_, node) => _graph.Rows[node] == row).Max(node => node.Height))];
        FindArrivals();
        LayTracks();
        StackRows();
    }

    /// <param name="nodes">The nodes, each after all that it reads.</param>
    public static LaneLayout Of(IReadOnlyList<LayoutNode> nodes) => new(nodes);

    public float Height => _rowTops[^1] + _rowHeights[^1];

    /// <summary>The line on which a node hangs.</summary>
    public float X(int node) => _graph.LaneOf[node].X;

    public float Top(int node) => _rowTops[_graph.Rows[node]] + ((_rowHeights[_graph.Rows[node]] - _nodes[node].Height) / 2);

    public IEnumerable<DiagramRoute> Routes() => from node in Enumerable.Range(0, _nodes.Count)
                                                 from source in _nodes[node].Sources
                                                 select new DiagramRoute(source, node, Route(source, node));

    /// <summary>How far everything reaches to the left and to the right of the middle line.</summary>
    public (float Left, float Right) Extents()
    {
        IEnumerable<float> xs = Enumerable.Range(0, _nodes.Count).SelectMany(node => new[] { X(node) - _nodes[node].Left, X(node) + _nodes[node].Right })
            .Concat(_graph.Lanes.SelectMany(lane => new[] { lane.X - Beside, lane.X + Beside }));
        return (-xs.Min(), xs.Max());
    }

    private static string Leaving(int source, float from, float to) => string.Create(CultureInfo.InvariantCulture, $"{source} {(to < from ? "left" : "right")}");

    private static string Arriving(int source, int node) => string.Create(CultureInfo.InvariantCulture, $"{source} to {node}");

    /// <summary>The line from which a connection comes to its reader, if it skips rows.</summary>
    private Lane? SkipLane(int source, int node) => _graph.Rows[node] - _graph.Rows[source] > 1 ? _graph.SkipLanes[source] : null;

    private void FindArrivals()
    {
        for (int node = 0; node < _nodes.Count; node++)
        {
            (int Source, float From)[] beside =
            [
                .. from source in _nodes[node].Sources
                   where !_graph.IsBelow(source, node)
                   let @from = SkipLane(source, node)?.X ?? X(source)
                   orderby @from
                   select (source, @from),
            ];
            bool middleIsFree = beside.Length == _nodes[node].Sources.Count;
            if (beside.Length == 1 && middleIsFree)
            {
                _arrivals[(beside[0].Source, node)] = X(node);
                continue;
            }

            Spread([.. beside.Where(from => from.From < X(node)).Select(from => from.Source)], node, X(node) - (ArrivalShare * _nodes[node].Left), X(node));
            Spread([.. beside.Where(from => from.From >= X(node)).Select(from => from.Source)], node, X(node), X(node) + (ArrivalShare * _nodes[node].Right));
        }
    }

    private void Spread(int[] sources, int node, float from, float to)
    {
        for (int i = 0; i < sources.Length; i++)
        {
            _arrivals[(sources[i], node)] = from + ((to - from) * (i + 1) / (sources.Length + 1));
        }
    }

    private void LayTracks()
    {
        for (int node = 0; node < _nodes.Count; node++)
        {
            foreach (int source in _nodes[node].Sources.Where(source => !_graph.IsBelow(source, node)))
            {
                float arrival = _arrivals[(source, node)];
                if (SkipLane(source, node) is not { } lane)
                {
                    _gaps[_graph.Rows[source]].Add(Leaving(source, X(source), arrival), X(source), arrival);
                    continue;
                }

                if (lane != _graph.LaneOf[source])
                {
                    _gaps[_graph.Rows[source]].Add(Leaving(source, X(source), lane.X), X(source), lane.X);
                }

                _gaps[_graph.Rows[node] - 1].Add(Arriving(source, node), lane.X, arrival);
            }
        }

        foreach (GapTracks gap in _gaps)
        {
            gap.Assign();
        }
    }

    private void StackRows()
    {
        for (int row = 1; row < _rowTops.Length; row++)
        {
            _rowTops[row] = _rowTops[row - 1] + _rowHeights[row - 1] + RowGap + (TrackGap * Math.Max(_gaps[row - 1].Count - 1, 0));
        }
    }

    private float TrackY(int row, string net) => _rowTops[row] + _rowHeights[row] + FirstTrack + (TrackGap * _gaps[row][net]);

    private ScenePoint[] Route(int source, int node)
    {
        var start = new ScenePoint(X(source), Top(source) + _nodes[source].Height);
        if (_graph.IsBelow(source, node))
        {
            return [start, new ScenePoint(X(node), Top(node))];
        }

        var end = new ScenePoint(_arrivals[(source, node)], Top(node));
        if (SkipLane(source, node) is not { } lane)
        {
            float across = TrackY(_graph.Rows[source], Leaving(source, start.X, end.X));
            return [start, start with { Y = across }, end with { Y = across }, end];
        }

        float last = TrackY(_graph.Rows[node] - 1, Arriving(source, node));
        ScenePoint[] down = lane == _graph.LaneOf[source] ? [] : Sidestep(start, lane.X, TrackY(_graph.Rows[source], Leaving(source, start.X, lane.X)));
        return [start, .. down, new ScenePoint(lane.X, last), end with { Y = last }, end];
    }

    private static ScenePoint[] Sidestep(ScenePoint start, float x, float y) => [start with { Y = y }, new ScenePoint(x, y)];
}
