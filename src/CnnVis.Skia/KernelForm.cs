namespace CnnVis.Skia;

/// <summary>What is drawn of a kernel, and in which colours.</summary>
/// <param name="Planes">The maps that a picture is drawn from: one, or three for its colours.</param>
/// <param name="ColorAt">The colour of a place from its numbers in all planes, each divided by the largest magnitude.</param>
/// <param name="Meaning">What the colours mean, in words.</param>
internal sealed record KernelForm(Func<int, Heatmap[]> Planes, Func<float[], RgbValues> ColorAt, string Meaning)
{
    /// <summary>What is between the pictures: no colour that a weight has.</summary>
    public RgbValues Background { get; private init; } = 255;

    /// <summary>The form that shows most of these kernels.</summary>
    public static KernelForm Of(Kernels kernels, KernelSheetOptions options) => (options.InputChannel, kernels) switch
    {
        ({ } channel, _) => Signed(kernel => kernels.Plane(kernel, channel), $"input channel {channel}"),
        (null, { ReadsColors: true }) => new(
            kernel => [kernels.Plane(kernel, 0), kernels.Plane(kernel, 1), kernels.Plane(kernel, 2)],
            shares => new RgbValues(Brightness(shares[0]), Brightness(shares[1]), Brightness(shares[2])),
            "the colours that they look for, mid-grey is 0"),
        (null, { ReadsGrey: true }) => new(kernel => [kernels.Plane(kernel, 0)], shares => Brightness(shares[0]), "the brightness that they look for, mid-grey is 0"),
        (null, { InputChannels: 1 }) => Signed(kernel => kernels.Plane(kernel, 0), "one input channel"),
        (null, _) when AreStrips(kernels, options) =>
            Signed(kernel => new Heatmap(kernels[kernel], 1, kernels.InputChannels, MapScaling.Symmetric), $"a row each, {kernels.InputChannels} input channels as columns"),
        _ => new(
            kernel => [kernels.Norms(kernel)],
            shares => ColorMap.Viridis.ColorAt(shares[0]),
            $"bright where the weights over {kernels.InputChannels} input channels are long"),
    };

    /// <summary>Whether each kernel is drawn as a row of its weights: 1x1 kernels have no other shape.</summary>
    public static bool AreStrips(Kernels kernels, KernelSheetOptions options) =>
        kernels is { Height: 1, Width: 1, ReadsColors: false, InputChannels: > 1 } && options.InputChannel is null;

    private static KernelForm Signed(Func<int, Heatmap> plane, string read) =>
        new(kernel => [plane(kernel)], shares => ColorMap.BlueWhiteRed.ColorAt((1 + shares[0]) / 2), $"{read}, red above 0, blue below") { Background = 160 };

    private static float Brightness(float share) => 127.5f * (1 + share);
}
