using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>Sums of the first three powers of a layer's gradients over samples.</summary>
internal sealed class GradientMoments(FeatureGrid grid)
{
    private readonly double[] _first = new double[grid.Channels * grid.CellCount];
    private readonly double[] _second = new double[grid.Channels * grid.CellCount];
    private readonly double[] _third = new double[grid.Channels * grid.CellCount];

    public void Add(ReadOnlySpan<float> gradients)
    {
        float[] planes = grid.ToPlanes(gradients);
        for (int i = 0; i < planes.Length; i++)
        {
            double gradient = planes[i];
            _first[i] += gradient;
            _second[i] += gradient * gradient;
            _third[i] += gradient * gradient * gradient;
        }
    }

    public (double Gradient, double Squared, double Cubed) Mean(int channel, int cell, int samples)
    {
        int i = (channel * grid.CellCount) + cell;
        return (_first[i] / samples, _second[i] / samples, _third[i] / samples);
    }
}
