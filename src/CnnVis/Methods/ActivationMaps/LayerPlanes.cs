using System.Numerics.Tensors;
using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>What a layer computed for one image, channel after channel, and how a target's score depends on it.</summary>
internal sealed class LayerPlanes
{
    private readonly float[] _activations;
    private readonly float[] _gradients;

    public LayerPlanes(FeatureGrid grid, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients)
        : this(grid, grid.ToPlanes(activations), gradients)
    {
    }

    private LayerPlanes(FeatureGrid grid, float[] planes, ReadOnlySpan<float> gradients)
    {
        Grid = grid;
        _activations = planes;
        _gradients = gradients.IsEmpty ? [] : grid.ToPlanes(gradients);
    }

    public FeatureGrid Grid { get; }

    public int Channels => Grid.Channels;

    public int CellCount => Grid.CellCount;

    public ReadOnlySpan<float> Activations => _activations;

    public bool HasGradients => _gradients.Length > 0;

    /// <summary>True where the score does not change with any number of the layer.</summary>
    public bool IsWithoutInfluence => HasGradients && TensorPrimitives.MaxMagnitude<float>(_gradients) == 0;

    /// <summary>True where all numbers of the layer are 0.</summary>
    public bool IsSilent => TensorPrimitives.MaxMagnitude<float>(_activations) == 0;

    public ReadOnlySpan<float> Activation(int channel) => _activations.AsSpan(channel * CellCount, CellCount);

    /// <summary>Empty where no gradients were taken.</summary>
    public ReadOnlySpan<float> Gradient(int channel) => _gradients.Length == 0 ? [] : _gradients.AsSpan(channel * CellCount, CellCount);

    public float[] GradientTimesActivation()
    {
        float[] products = new float[_activations.Length];
        TensorPrimitives.Multiply(_gradients, _activations, products);
        return products;
    }

    /// <summary>The same values with the gradients of another target.</summary>
    public LayerPlanes WithGradients(ReadOnlySpan<float> gradients) => new(Grid, _activations, gradients);

    /// <summary>A number for each channel.</summary>
    public double[] ForEachChannel(Func<int, double> number) => [.. Enumerable.Range(0, Channels).Select(number)];

    /// <summary>Sum over the channels of weight times activation.</summary>
    public float[] WeightedSum(double[] weights) => SumOverChannels((channel, _, activation) => weights[channel] * activation);

    /// <summary>Sum over the channels of a function of the gradient and the activation in a cell.</summary>
    public float[] SumOverChannels(Func<double, double, double> ofGradientAndActivation) =>
        SumOverChannels((_, gradient, activation) => ofGradientAndActivation(gradient, activation));

    /// <summary>Sum over the cells of a function of the gradient and the activation in a channel.</summary>
    public double SumOverCells(int channel, Func<double, double, double> ofGradientAndActivation)
    {
        ReadOnlySpan<float> activation = Activation(channel);
        ReadOnlySpan<float> gradient = Gradient(channel);
        double sum = 0;
        for (int cell = 0; cell < activation.Length; cell++)
        {
            sum += ofGradientAndActivation(gradient.IsEmpty ? 0 : gradient[cell], activation[cell]);
        }

        return sum;
    }

    private float[] SumOverChannels(Func<int, double, double, double> term)
    {
        double[] sums = new double[CellCount];
        for (int channel = 0; channel < Channels; channel++)
        {
            ReadOnlySpan<float> activation = Activation(channel);
            ReadOnlySpan<float> gradient = Gradient(channel);
            for (int cell = 0; cell < sums.Length; cell++)
            {
                sums[cell] += term(channel, gradient.IsEmpty ? 0 : gradient[cell], activation[cell]);
            }
        }

        return Array.ConvertAll(sums, sum => (float)sum);
    }
}
