using System.Globalization;

namespace CnnVis.Features.Diagnoses;

/// <summary>Whether the images look like pictures as they are read, or in the other layout.</summary>
internal sealed class LayoutCheck
{
    // Measured on 23 photos, also without colours, at 32x32 and 224x224 pixels: at most 0.6 as they should be read, at least 1.7 as they should not.
    private const double ClearlyRougher = 1.5;

    // A grey pattern may be smoother in the wrong layout, which lays equal numbers side by side. But numbers that are grey as read are read rightly: in the wrong
    // layout, what counts as the colours of a pixel are neighbours or far places.
    private const double HardlyColored = 0.1;

    private readonly List<double> _ratios = [];
    private ImageShape _shape;

    public void Add(DiagnosedImage image)
    {
        _shape = image.Tensor.Shape;
        if (_shape.Channels > 1 && image.Otherwise.Places > 0)
        {
            double ratio = image.AsRead.Places / image.Otherwise.Places;
            _ratios.Add(IsGreyAsRead(image) ? Math.Min(ratio, 1) : ratio);
        }
    }

    public void Report(DiagnosisReport report)
    {
        if (_ratios.Count == 0)
        {
            if (_shape.Channels > 1)
            {
                report.CannotTell(FindingKind.InputLayout, "the images are plain, so any layout reads them alike.");
            }

            return;
        }

        double ratio = Statistics.Median(_ratios);
        (string read, string other) = _shape.Layout == TensorLayout.Nchw ? ("channels first", "channels last") : ("channels last", "channels first");
        if (ratio < ClearlyRougher)
        {
            report.Notes.Add(string.Create(
                CultureInfo.InvariantCulture, $"Layout: neighbouring pixels differ {ratio:0.00} times as much as they would in the other layout (above {ClearlyRougher} would be wrong)."));
            return;
        }

        report.Findings.Add(new Finding(FindingKind.InputLayout, FindingSeverity.Error)
        {
            Seen = string.Create(
                CultureInfo.InvariantCulture,
                $"Neighbouring pixels differ {ratio:0.0} times as much as when the same numbers are read in the other layout (median of {Counted.Images(_ratios.Count)}; as it should be, it is below 1)."),
            Meaning = $"Red, green and blue of a pixel lie where neighbours should: the model reads {read}, the numbers were written {other}, or a picture's bytes plane after plane.",
            Advice = $"Turn the axes before the model reads the numbers (from {other} to {read}); a reshape alone does not. Give pictures as RgbImage and the library does it.",
            Numbers = new Dictionary<string, double> { ["roughnessRatio"] = ratio },
        });
    }

    private static bool IsGreyAsRead(DiagnosedImage image) => image.AsRead.Colors <= HardlyColored * image.Otherwise.Places;
}
