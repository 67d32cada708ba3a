namespace CnnVis.Skia.Diagrams;

/// <summary>
/// Cuts a graph into lanes: each node goes on the line of the source that is nearest above it, if it is the reader from which the way to the end is longest.
/// So the longest way is one straight line. A connection that skips rows gets a lane of its own, one for all readers of the same node.
/// </summary>
internal sealed class LaneGraph
{
    private readonly IReadOnlyList<LayoutNode> _nodes;
    private readonly List<int>[] _readers;
    private readonly int[] _next;

    public LaneGraph(IReadOnlyList<LayoutNode> nodes)
    {
        _nodes = nodes;
        _readers = [.. nodes.Select(_ => new List<int>())];
        for (int node = 0; node < nodes.Count; node++)
        {
            foreach (int source in nodes[node].Sources)
            {
                _readers[source].Add(node);
            }
        }

        Rows = RowsFromTheStart();
        _next = MainWays();
        Lane[] nodeLanes = CutIntoLanes();
        LaneOf = new Lane[nodes.Count];
        foreach (Lane lane in nodeLanes)
        {
            lane.Nodes.ForEach(node => LaneOf[node] = lane);
        }

        SkipLanes = new Lane?[nodes.Count];
        for (int node = 0; node < nodes.Count; node++)
        {
            GoOn(node);
        }

        Lanes = [.. nodeLanes, .. SkipLanes.OfType<Lane>().Where(lane => lane.Nodes.Count == 0)];
    }

    /// <summary>The row of each node: the longest way from the start.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>All lanes; first those with nodes, of these the longest first.</summary>
    public IReadOnlyList<Lane> Lanes { get; }

    public Lane[] LaneOf { get; }

    /// <summary>On which line a node's output goes past other rows; null where all of its readers are in the next row.</summary>
    public Lane?[] SkipLanes { get; }

    /// <summary>Whether a node hangs directly below what it reads.</summary>
    public bool IsBelow(int source, int node) => _next[source] == node;

    private int[] RowsFromTheStart()
    {
        var rows = new int[_nodes.Count];
        for (int node = 0; node < _nodes.Count; node++)
        {
            rows[node] = _nodes[node].Sources.Count == 0 ? 0 : 1 + _nodes[node].Sources.Max(source => rows[source]);
        }

        return rows;
    }

    /// <summary>For each node, the reader below it on the same line, or -1.</summary>
    private int[] MainWays()
    {
        var toTheEnd = new int[_nodes.Count];
        var next = new int[_nodes.Count];
        for (int node = _nodes.Count - 1; node >= 0; node--)
        {
            next[node] = _readers[node].Count == 0 ? -1 : _readers[node].MaxBy(reader => toTheEnd[reader]);
            toTheEnd[node] = next[node] < 0 ? 0 : 1 + toTheEnd[next[node]];
        }

        var onTheLongestWay = new HashSet<int>();
        for (int node = Array.IndexOf(toTheEnd, toTheEnd.Max()); node >= 0; node = next[node])
        {
            onTheLongestWay.Add(node);
        }

        for (int node = 0; node < _nodes.Count; node++)
        {
            int reader = next[node];
            if (reader >= 0 && _nodes[reader].Sources.MaxBy(source => (Rows[source], onTheLongestWay.Contains(source))) != node)
            {
                next[node] = -1;
            }
        }

        return next;
    }

    private Lane[] CutIntoLanes()
    {
        var lanes = new List<Lane>();
        var seen = new bool[_nodes.Count];
        for (int first = 0; first < _nodes.Count; first++)
        {
            if (seen[first])
            {
                continue;
            }

            IReadOnlyList<int> sources = _nodes[first].Sources;
            var lane = new Lane { Source = sources.Count == 0 ? null : sources.MaxBy(source => Rows[source]), FirstRow = Rows[first] };
            for (int node = first; node >= 0; node = _next[node])
            {
                lane.Nodes.Add(node);
                lane.LastRow = Rows[node];
                seen[node] = true;
            }

            lanes.Add(lane);
        }

        return [.. lanes.OrderByDescending(lane => lane.Nodes.Count)];
    }

    private void GoOn(int node)
    {
        int last = _readers[node].Where(reader => !IsBelow(node, reader)).Select(reader => Rows[reader] - 1).DefaultIfEmpty(0).Max();
        if (last <= Rows[node])
        {
            return;
        }

        if (_next[node] < 0)
        {
            SkipLanes[node] = LaneOf[node];
            LaneOf[node].LastRow = last;
        }
        else
        {
            SkipLanes[node] = new Lane { Source = node, FirstRow = Rows[node] + 1, LastRow = last };
        }
    }
}
