using CnnVis.Features.Dreams;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Features.Dreams;

public class AffineWarpTests
{
    private static readonly Motion Everything = new(Right: 1.3, Down: -0.6, Scale: 1.1, Degrees: 17);

    [Fact]
    public void NoMotion_IsThePicture()
    {
        float[] plane = Numbers.Seeded(7 * 9, 1);

        Assert.Equal(plane, Sampled(new AffineWarp(7, 9, 7, 9, Motion.None), plane));
    }

    [Theory]
    [InlineData(7, 9, 7, 9)]
    [InlineData(6, 6, 12, 10)]
    public void Adjoint_IsOne(int sourceHeight, int sourceWidth, int height, int width)
    {
        var warp = new AffineWarp(sourceHeight, sourceWidth, height, width, Everything);
        float[] a = Numbers.Seeded(sourceHeight * sourceWidth, 2);
        float[] b = Numbers.Seeded(height * width, 3);
        float[] grey = Sampled(warp, new float[a.Length]);
        float[] spread = new float[a.Length];
        for (int place = 0; place < b.Length; place++)
        {
            warp.Spread(b[place], place, spread);
        }

        // Without the grey around it, which does not depend on the picture.
        double forward = Sampled(warp, a).Zip(grey, b).Sum(values => ((double)values.First - values.Second) * values.Third);
        Assert.Equal(forward, a.Zip(spread).Sum(pair => (double)pair.First * pair.Second), 1e-5);
    }

    [Fact]
    public void MovedByWholePixels_IsShiftedWithGreyBehind()
    {
        float[] plane = [1, 2, 3, 4, 5, 6];

        float[] moved = Sampled(new AffineWarp(2, 3, 2, 3, Motion.None with { Right = 1 }), plane);

        Assert.Equal([0.5f, 1, 2, 0.5f, 4, 5], moved);
    }

    [Fact]
    public void TurnedByAQuarter_IsTurnedClockwise()
    {
        float[] plane = [1, 2, 3, 4];

        Agreement.Within(1e-6, new float[] { 3, 1, 4, 2 }, Sampled(new AffineWarp(2, 2, 2, 2, Motion.None with { Degrees = 90 }), plane), "plane");
    }

    [Fact]
    public void Enlarged_IsBilinear()
    {
        float[] plane = [0, 1, 0, 1];

        float[] larger = Sampled(new AffineWarp(2, 2, 2, 4, Motion.None), plane);

        // Halfway between the picture's edge and the grey around it: (0.25 x 0.5 + 0.75 x 0).
        Agreement.Within(1e-6, new float[] { 0.125f, 0.25f, 0.75f, 0.875f, 0.125f, 0.25f, 0.75f, 0.875f }, larger, "plane");
    }

    [Fact]
    public void RandomMotions_AreThoseOfTheirStepAndImage()
    {
        var options = new DreamOptions { Seed = 5 };

        Motion[] motions = [.. Enumerable.Range(0, 300).Select(step => Motion.Random(options, step, step % 3))];

        Assert.Equal(motions[7], Motion.Random(options, 7, 7 % 3));
        Assert.Equal(300, motions.Distinct().Count());
        Assert.All(motions, motion => Assert.True(Math.Abs(motion.Right) <= 6 && Math.Abs(motion.Down) <= 6 && Math.Abs(motion.Scale - 1) <= 0.1 && Math.Abs(motion.Degrees) <= 10));
        Assert.InRange(motions.Average(motion => motion.Right), -0.5, 0.5);
        Assert.InRange(motions.Average(motion => motion.Degrees), -1, 1);
    }

    private static float[] Sampled(AffineWarp warp, float[] plane)
    {
        var samples = new List<float>();
        while (warp.Places > samples.Count)
        {
            samples.Add(warp.Sample(plane, samples.Count));
        }

        return [.. samples];
    }
}
