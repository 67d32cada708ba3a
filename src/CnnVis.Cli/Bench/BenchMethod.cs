namespace CnnVis.Cli.Bench;

/// <summary>An explanation whose cost is measured.</summary>
/// <param name="Key">What its keys in JSON begin with.</param>
/// <param name="Title">What a reader calls it.</param>
/// <param name="Repeats">The fewest runs of which the median is taken.</param>
/// <param name="Passes">What a run costs, in forward passes, more or less: for the bar of progress.</param>
/// <param name="Explain">Runs it.</param>
internal sealed record BenchMethod(string Key, string Title, int Repeats, int Passes, Func<Explainer, CancellationToken, Explanation> Explain)
{
    public static IReadOnlyList<BenchMethod> All { get; } =
    [
        new("gradient", "gradient", 15, 3, (explainer, cancel) => explainer.Gradient(cancellationToken: cancel)),
        new("grad_cam", "Grad-CAM", 20, 2, (explainer, cancel) => explainer.GradCam(cancellationToken: cancel)),
        new(
            "integrated_gradients_50",
            "integrated gradients, 50 steps",
            3,
            150,
            (explainer, cancel) => explainer.IntegratedGradients(new() { Steps = 50 }, cancel)),
        OfOcclusion(window: 32, stride: 16, repeats: 3, passes: 100) with { IsComparedInFull = true },
        OfOcclusion(window: 16, stride: 4, repeats: 1, passes: 1500),
    ];

    /// <summary>The windows of an occlusion; null for what is none.</summary>
    public OcclusionOptions? Windows { get; private init; }

    /// <summary>Whether it is also run with every window going through the whole network, and the maps are compared.</summary>
    public bool IsComparedInFull { get; private init; }

    private static BenchMethod OfOcclusion(int window, int stride, int repeats, int passes)
    {
        var windows = new OcclusionOptions { Window = window, Stride = stride };
        return new BenchMethod(
            $"occlusion_{window}_{stride}",
            $"occlusion, window {window}, stride {stride}",
            repeats,
            passes,
            (explainer, cancel) => explainer.Occlusion(windows, cancel))
        {
            Windows = windows,
        };
    }
}
