using System.Numerics.Tensors;
using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>What a layer computed for one image, channel after channel, and how a target's score depends on it.</summary>
internal sealed class LayerPlanes
{
    private readonly ReadOnlyMemory<float> _activations;
    private readonly ReadOnlyMemory<float> _gradients;

    public LayerPlanes(FeatureGrid grid, ReadOnlyMemory<float> activations, ReadOnlyMemory<float> gradients)
    {
        Grid = grid;
        _activations = grid.Planes(activations);
        _gradients = gradients.IsEmpty ? default : grid.Planes(gradients);
    }

    private LayerPlanes(LayerPlanes sameActivations, ReadOnlyMemory<float> gradients)
    {
        Grid = sameActivations.Grid;
        _activations = sameActivations._activations;
        _gradients = Grid.Planes(gradients);
    }

    public FeatureGrid Grid { get; }

    public int Channels => Grid.Channels;

    public int CellCount => Grid.CellCount;

    public ReadOnlySpan<float> Activations => _activations.Span;

    public bool HasGradients => !_gradients.IsEmpty;

    /// <summary>True where the score does not change with any number of the layer.</summary>
    public bool IsWithoutInfluence => HasGradients && TensorPrimitives.MaxMagnitude(_gradients.Span) == 0;

    /// <summary>True where all numbers of the layer are 0.</summary>
    public bool IsSilent => TensorPrimitives.MaxMagnitude(_activations.Span) == 0;

    public ReadOnlySpan<float> Activation(int channel) => _activations.Span.Slice(channel * CellCount, CellCount);

    /// <summary>Empty where no gradients were taken.</summary>
    public ReadOnlySpan<float> Gradient(int channel) => HasGradients ? _gradients.Span.Slice(channel * CellCount, CellCount) : [];

    public float[] GradientTimesActivation()
    {
        float[] products = new float[_activations.Length];
        TensorPrimitives.Multiply(_gradients.Span, _activations.Span, products);
        return products;
    }

    /// <summary>The same values with the gradients of another target.</summary>
    public LayerPlanes WithGradients(ReadOnlyMemory<float> gradients) => new(this, gradients);

    /// <summary>A number for each channel.</summary>
    public double[] ForEachChannel(Func<int, double> number) => [.. Enumerable.Range(0, Channels).Select(number)];

    /// <summary>Sum over the channels of weight times activation.</summary>
    public float[] WeightedSum(double[] weights)
    {
        double[] sums = new double[CellCount];
        double[] activation = new double[CellCount];
        for (int channel = 0; channel < Channels; channel++)
        {
            TensorPrimitives.ConvertTruncating(Activation(channel), activation);
            TensorPrimitives.MultiplyAdd(activation, weights[channel], sums, sums);
        }

        return Array.ConvertAll(sums, sum => (float)sum);
    }

    /// <summary>Sum over the channels of a function of the gradient and the activation in a cell.</summary>
    public float[] SumOverChannels(Func<double, double, double> ofGradientAndActivation)
    {
        double[] sums = new double[CellCount];
        for (int channel = 0; channel < Channels; channel++)
        {
            ReadOnlySpan<float> activation = Activation(channel);
            ReadOnlySpan<float> gradient = Gradient(channel);
            for (int cell = 0; cell < sums.Length; cell++)
            {
                sums[cell] += ofGradientAndActivation(gradient.IsEmpty ? 0 : gradient[cell], activation[cell]);
            }
        }

        return Array.ConvertAll(sums, sum => (float)sum);
    }

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
}
