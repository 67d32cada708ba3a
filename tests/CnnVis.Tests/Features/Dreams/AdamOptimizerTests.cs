using CnnVis.Features.Dreams;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Features.Dreams;

public class AdamOptimizerTests
{
    [Fact]
    public void Quadratic_ReachesItsTop()
    {
        float[] top = [1, -2, 0.5f];
        float[] steepness = [1, 100, 0.01f];
        float[] place = new float[3];
        var adam = new AdamOptimizer(3, learningRate: 0.05f);

        for (int step = 0; step < 1000; step++)
        {
            adam.Step(place, [.. place.Select((value, i) => 2 * steepness[i] * (top[i] - value))]);
        }

        Agreement.Within(1e-2, top, place, "place");
    }

    // Worked by hand: corrected mean and square of the first gradient are the gradient and its square; of a second gradient of 0,
    // the mean is .09 g / .19 and the mean square .000999 g^2 / .001999.
    [Fact]
    public void FirstSteps_AreThoseOfThePaper()
    {
        float[] place = [0];
        var adam = new AdamOptimizer(1, learningRate: 0.1f);

        adam.Step(place, [3]);
        Assert.Equal(0.1, place[0], 1e-6);

        adam.Step(place, [0]);
        Assert.Equal(0.1 + (0.1 * 0.47368421 / 0.70692987), place[0], 1e-5);
    }
}
