using CnnVis.Explanations;

namespace CnnVis.Tests.Explanations;

public class InputColorsTests
{
    [Fact]
    public void Of_LinearPreprocessing_IsItsInverse()
    {
        InputColors colors = InputColors.Of(color => [(color.Blue / 255) - 1, color.Green * 2, (color.Red - 100) / 50])!;

        RgbValues color = colors.ToColor([(200f / 255) - 1, 60, 0]);

        Assert.Equal((100f, 30f, 200f), (MathF.Round(color.Red, 3), MathF.Round(color.Green, 3), MathF.Round(color.Blue, 3)));
    }

    /// <summary>A gamma curve: what four colours tell says nothing of those between.</summary>
    [Fact]
    public void Of_PreprocessingThatIsNotLinear_IsUnknown()
    {
        Assert.Null(InputColors.Of(color => [MathF.Pow(color.Red / 255, 2.2f), MathF.Pow(color.Green / 255, 2.2f), MathF.Pow(color.Blue / 255, 2.2f)]));
        Assert.Null(InputColors.Of(color => [MathF.Pow(color.Red / 255, 2.2f)]));
        Assert.Null(InputColors.Of(_ => [1f]));
    }
}
