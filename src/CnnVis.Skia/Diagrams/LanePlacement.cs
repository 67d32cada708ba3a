namespace CnnVis.Skia.Diagrams;

/// <summary>Places lanes beside one another: the longest in the middle, the others as near to it as the rows that they pass are free.</summary>
internal sealed class LanePlacement
{
    private const float Gap = 28;
    private const float SkipGap = 14;

    // Connections that skip rows go to the right, so that they are found, unless much of the way there is taken.
    private const float PreferRight = 80;

    private readonly IReadOnlyList<LayoutNode> _nodes;
    private readonly LaneGraph _graph;
    private readonly float[] _left;
    private readonly float[] _right;
    private readonly HashSet<Lane> _placed = [];

    private LanePlacement(IReadOnlyList<LayoutNode> nodes, LaneGraph graph)
    {
        _nodes = nodes;
        _graph = graph;
        _left = new float[graph.Rows.Max() + 1];
        _right = new float[graph.Rows.Max() + 1];
    }

    public static void Place(IReadOnlyList<LayoutNode> nodes, LaneGraph graph)
    {
        var placement = new LanePlacement(nodes, graph);
        placement.Take(graph.Lanes[0], 0);
        foreach (Lane lane in graph.Lanes.Skip(1).OrderBy(lane => lane.LastRow - lane.FirstRow).ThenBy(lane => lane.FirstRow))
        {
            placement.PlaceBeside(lane);
        }
    }

    private void PlaceBeside(Lane lane)
    {
        float gap = lane.Nodes.Count == 0 ? SkipGap : Gap;
        float right = Over(lane, row => _right[row] + gap + LeftIn(lane, row)).Max();
        float left = Over(lane, row => _left[row] + gap + RightIn(lane, row)).Max();
        Lane? from = lane.Source is { } source ? _graph.LaneOf[source] : null;
        bool goesRight = from is not null && _placed.Contains(from) && from.X != 0 ? from.X > 0
            : lane.Nodes.Count == 0 ? right <= left + PreferRight
            : right <= left;
        Take(lane, goesRight ? right : -left);
    }

    private void Take(Lane lane, float x)
    {
        lane.X = x;
        _placed.Add(lane);
        for (int row = lane.FirstRow; row <= lane.LastRow; row++)
        {
            _right[row] = Math.Max(_right[row], x + RightIn(lane, row));
            _left[row] = Math.Max(_left[row], LeftIn(lane, row) - x);
        }
    }

    private static IEnumerable<float> Over(Lane lane, Func<int, float> extent) => Enumerable.Range(lane.FirstRow, lane.LastRow - lane.FirstRow + 1).Select(extent);

    private float LeftIn(Lane lane, int row) => lane.Nodes.Where(node => _graph.Rows[node] == row).Sum(node => _nodes[node].Left);

    private float RightIn(Lane lane, int row) => lane.Nodes.Where(node => _graph.Rows[node] == row).Sum(node => _nodes[node].Right);
}
