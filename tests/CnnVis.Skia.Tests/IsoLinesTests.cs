using CnnVis.Skia.Figures;
using CnnVis.Skia.Scenes;
using CsCheck;

namespace CnnVis.Skia.Tests;

public class IsoLinesTests
{
    /// <summary>The law: a number is inside the lines if and only if it is at least the level.</summary>
    [Fact]
    public void Lines_HoldExactlyTheNumbersThatAreLarge() =>
        (from rows in Gen.Int[1, 9]
         from columns in Gen.Int[1, 9]
         from numbers in Gen.Int[0, 20].Array[rows * columns]
         select (rows, columns, numbers)).Sample(
            sample =>
            {
                IReadOnlyList<ScenePoint[]> lines = IsoLines.Of((row, column) => sample.numbers[(row * sample.columns) + column], sample.rows, sample.columns, 9.5f);
                for (int row = 0; row < sample.rows; row++)
                {
                    for (int column = 0; column < sample.columns; column++)
                    {
                        bool isLarge = sample.numbers[(row * sample.columns) + column] >= 9.5f;
                        Assert.Equal(isLarge, IsInside(lines, column + 1e-4f, row + 1e-4f));
                    }
                }
            },
            iter: 2000,
            threads: 1);

    [Fact]
    public void ALineThroughACone_IsACircle()
    {
        IReadOnlyList<ScenePoint[]> lines = IsoLines.Of((row, column) => -MathF.Sqrt(((row - 20) * (row - 20)) + ((column - 20) * (column - 20))), 41, 41, -12.3f);

        Assert.All(Assert.Single(lines), point => Assert.Equal(12.3, Math.Sqrt(((point.X - 20) * (point.X - 20)) + ((point.Y - 20) * (point.Y - 20))), 0.05));
    }

    [Fact]
    public void WhereNothingIsLarge_ThereIsNoLine() => Assert.Empty(IsoLines.Of((_, _) => 1, 4, 4, float.PositiveInfinity));

    private static bool IsInside(IReadOnlyList<ScenePoint[]> lines, float x, float y)
    {
        bool isInside = false;
        foreach (ScenePoint[] line in lines)
        {
            for (int i = 0; i < line.Length; i++)
            {
                (ScenePoint from, ScenePoint to) = (line[i], line[(i + 1) % line.Length]);
                if (from.Y > y != to.Y > y && x < from.X + ((y - from.Y) / (to.Y - from.Y) * (to.X - from.X)))
                {
                    isInside = !isInside;
                }
            }
        }

        return isInside;
    }
}
