namespace CnnVis.Features.Dreams;

/// <summary>Keeps pictures of the way, closer together at the beginning, where most changes.</summary>
internal sealed class FrameKeeper(DreamOptions options)
{
    private readonly HashSet<int> _steps =
    [
        .. Enumerable.Range(0, options.Frames).Select(frame => (int)Math.Round(options.Steps * Math.Pow(frame / (options.Frames - 1.0), 2))),
    ];

    private readonly List<RgbImage> _kept = [];

    public IReadOnlyList<RgbImage> Kept => _kept;

    public void Offer(int step, Func<RgbImage> draw)
    {
        if (_steps.Contains(step))
        {
            _kept.Add(draw());
        }
    }
}
