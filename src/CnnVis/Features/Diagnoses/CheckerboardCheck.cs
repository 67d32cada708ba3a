using CnnVis.Onnx;

namespace CnnVis.Features.Diagnoses;

/// <summary>Layers that give some places more than others: what they make, or their gradients, tends to show a checkerboard.</summary>
/// <remarks>Odena, Dumoulin and Olah, Deconvolution and Checkerboard Artifacts, 2016.</remarks>
internal static class CheckerboardCheck
{
    private const string Paper = "Odena et al., Deconvolution and Checkerboard Artifacts, 2016";

    public static void Report(CnnModel model, DiagnosisReport report)
    {
        FindingPlace[] painted = Places(model, layer => layer.Operator == "ConvTranspose" && Taps(layer).Any(IsUneven));
        if (painted.Length > 0)
        {
            report.Findings.Add(new Finding(FindingKind.Checkerboard, FindingSeverity.Warning)
            {
                Places = painted,
                Seen = $"{Counted.Of(painted.Length, "transposed convolution")} with a kernel that its stride does not divide: neighbouring pixels are painted a different number of times.",
                Meaning = $"Its pictures or masks tend to show a checkerboard ({Paper}).",
                Advice = "Use a kernel that the stride divides (4 with stride 2), or enlarge with Resize and convolve with stride 1.",
            });
        }

        FindingPlace[] skipping = Places(model, layer => layer.Operator is "Conv" or "FusedConv" && Taps(layer).Any(taps => taps.Contains(0)));
        if (skipping.Length > 0)
        {
            report.Findings.Add(new Finding(FindingKind.Checkerboard, FindingSeverity.Info)
            {
                Places = skipping,
                Seen = $"{Counted.Of(skipping.Length, "convolution")} with a kernel smaller than its stride: some cells are never read.",
                Meaning = $"Gradients, and maps and dreams made of them, show a grid of the cells that are read ({Paper}). In the shortcuts of a ResNet this is usual and harms no answer.",
                Advice = "For smoother gradients pool before such a convolution, as ResNet-D does. Otherwise leave it.",
            });
        }

        FindingPlace[] repeating = Places(model, RepeatsUnevenly);
        if (repeating.Length > 0)
        {
            report.Findings.Add(new Finding(FindingKind.Checkerboard, FindingSeverity.Info)
            {
                Places = repeating,
                Seen = $"{Counted.Of(repeating.Length, "enlargement")} by the nearest cell and no whole factor: some rows or columns are repeated more often than others.",
                Meaning = $"What is drawn from them has steps of uneven width ({Paper}).",
                Advice = "Enlarge by a whole factor, or linearly.",
            });
        }
    }

    private static FindingPlace[] Places(CnnModel model, Func<Layer, bool> isProne) => [.. model.Layers.Where(isProne).Select(layer => new FindingPlace(layer.Name, []))];

    /// <summary>For each axis with a stride above 1: how many weights of the kernel fall on each place within a stride.</summary>
    private static IEnumerable<int[]> Taps(Layer layer)
    {
        IReadOnlyList<long> strides = layer.Node.Ints("strides");
        IReadOnlyList<long> dilations = layer.Node.Ints("dilations");
        IReadOnlyList<long> kernel = layer.Node.Ints("kernel_shape") is { Count: > 0 } told ? told
            : layer.Model.Graph.Constant(layer.Node.Input[1]) is { } weights ? [.. weights.Dims.Skip(2)]
            : [];
        for (int axis = 0; axis < Math.Min(strides.Count, kernel.Count); axis++)
        {
            int[] taps = new int[strides[axis]];
            for (int i = 0; i < kernel[axis]; i++)
            {
                taps[i * (dilations.Count > 0 ? dilations[axis] : 1) % strides[axis]]++;
            }

            yield return taps;
        }
    }

    private static bool IsUneven(int[] taps) => taps.Distinct().Count() > 1;

    private static bool RepeatsUnevenly(Layer layer) =>
        layer.Operator is "Resize" or "Upsample"
        && layer.Node.Text("mode", "nearest") == "nearest"
        && layer.Model.ShapeOf(layer.Node.Input[0]) is { } before
        && before.Zip(layer.OutputShape, (then, now) => now > then && now % then != 0).Any(uneven => uneven);
}
