namespace CnnVis.Onnx;

/// <summary>A list of tensors that can be a key.</summary>
internal sealed class TensorNames(IEnumerable<string> names) : IEquatable<TensorNames>
{
    private readonly string[] _names = [.. names];

    public IReadOnlyList<string> All => _names;

    public bool Equals(TensorNames? other) => other is not null && _names.AsSpan().SequenceEqual(other._names);

    public override bool Equals(object? obj) => Equals(obj as TensorNames);

    public override int GetHashCode() => _names.Aggregate(17, (hash, name) => HashCode.Combine(hash, name.GetHashCode(StringComparison.Ordinal)));
}
