namespace CnnVis.Skia.Diagrams;

/// <summary>
/// The horizontal lines between two rows: each net comes from above, runs across at a height at which no other lies over it, and goes on below. Short ones lie
/// above long ones, so that lines which meet at one node do not cross; but what comes from above where another goes on below lies above that one.
/// </summary>
internal sealed class GapTracks
{
    private const float Apart = 10;
    private const float SameLine = 3;

    private readonly Dictionary<string, Net> _nets = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    /// <summary>How far down a net lies: 0 is the highest track.</summary>
    public int this[string net] => _nets[net].Track;

    /// <param name="net">The net; what is added under one name is one line.</param>
    /// <param name="above">Where it comes from above.</param>
    /// <param name="below">Where it goes on below.</param>
    public void Add(string net, float above, float below)
    {
        if (!_nets.TryGetValue(net, out Net? known))
        {
            _nets[net] = known = new Net();
        }

        known.Above.Add(above);
        known.Below.Add(below);
    }

    public void Assign()
    {
        var open = _nets.Values.OrderBy(net => net.To - net.From).ThenBy(net => net.From).ToList();
        var assigned = new List<Net>();
        while (open.Count > 0)
        {
            // Two that must each lie above the other swap their lines: the shorter one goes first.
            Net next = open.Find(net => !open.Exists(other => other.MustLieAbove(net))) ?? open[0];
            next.Track = assigned.Where(other => other.MustLieAbove(next)).Select(other => other.Track + 1).DefaultIfEmpty(0).Max();
            while (assigned.Exists(other => other.Track == next.Track && other.From < next.To + Apart && next.From < other.To + Apart))
            {
                next.Track++;
            }

            assigned.Add(next);
            open.Remove(next);
            Count = Math.Max(Count, next.Track + 1);
        }
    }

    private sealed class Net
    {
        public List<float> Above { get; } = [];

        public List<float> Below { get; } = [];

        public float From => Math.Min(Above.Min(), Below.Min());

        public float To => Math.Max(Above.Max(), Below.Max());

        public int Track { get; set; }

        public bool MustLieAbove(Net other) => other != this && Above.Exists(x => other.Below.Exists(below => Math.Abs(x - below) < SameLine));
    }
}
