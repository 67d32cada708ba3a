using CnnVis.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace CnnVis.Runtime;

/// <summary>Runs a graph of float tensors whose inputs are arrays or tensors of an earlier run.</summary>
internal sealed class GraphRunner : IDisposable
{
    private readonly OnnxSession _session;
    private readonly IReadOnlyList<string> _outputs;

    public GraphRunner(ModelProto model, string modelName, SessionSettings settings)
    {
        _outputs = [.. model.Graph.Output.Select(output => output.Name)];
        _session = new OnnxSession(model.ToBytes(), modelName, settings);
    }

    public IReadOnlyList<string> Outputs => _outputs;

    /// <summary>Runs it; arrays must stay unchanged until the result is disposed, because it may hand them on.</summary>
    public TensorRun Run(
        IEnumerable<(string Name, ReadOnlyMemory<float> Values, int[] Shape)> arrays,
        TensorRun? earlier,
        IReadOnlyList<string> earlierTensors,
        CancellationToken cancellationToken) =>
        Run(arrays, earlierTensors.Select(tensor => new EarlierTensor(tensor, earlier!, tensor)), cancellationToken);

    /// <inheritdoc cref="Run(IEnumerable{ValueTuple{string, ReadOnlyMemory{float}, int[]}}, TensorRun, IReadOnlyList{string}, CancellationToken)"/>
    public TensorRun Run(
        IEnumerable<(string Name, ReadOnlyMemory<float> Values, int[] Shape)> arrays,
        IEnumerable<EarlierTensor> earlier,
        CancellationToken cancellationToken)
    {
        Dictionary<string, OrtValue> given = arrays.ToDictionary(
            array => array.Name, array => OrtTensors.From(array.Values, array.Shape, ElementType.Float32));
        var owned = new List<IDisposable>(given.Values);
        try
        {
            var inputs = new Dictionary<string, OrtValue>(given.Where(pair => _session.Takes(pair.Key)));
            foreach (EarlierTensor tensor in earlier)
            {
                inputs[tensor.Input] = tensor.Run[tensor.Name];
            }

            IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(inputs, _outputs, cancellationToken);
            owned.Add(outputs);
            var values = new Dictionary<string, OrtValue>(given);
            foreach ((string name, OrtValue value) in _outputs.Zip(outputs))
            {
                values[name] = value;
            }

            return new TensorRun(values, [.. owned]);
        }
        catch
        {
            owned.ForEach(value => value.Dispose());
            throw;
        }
    }

    public void Dispose() => _session.Dispose();
}
