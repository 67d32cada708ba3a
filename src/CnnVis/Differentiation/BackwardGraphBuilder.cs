using CnnVis.Onnx;

namespace CnnVis.Differentiation;

/// <summary>
/// Reverse-mode differentiation: walks from the seeds to the wanted tensors, applies each node's rule, and owns what rules share: summing
/// where a tensor is read several times, undoing broadcasts, names, errors.
/// </summary>
internal sealed class BackwardGraphBuilder
{
    // Operators that broadcast their inputs: a rule answers in the output's shape, and the sum over what was repeated follows here.
    private static readonly HashSet<string> Broadcasting =
        ["Add", "Sub", "Mul", "Div", "Pow", "Mod", "Sum", "Mean", "Min", "Max", "Where", "PRelu", "Expand"];

    private readonly ForwardGraph _forward;
    private readonly GradientRules _rules;
    private readonly GraphEmitter _emitter;
    private readonly BackwardTensors _tensors;
    private readonly Dictionary<string, List<GraphValue>> _arrived = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _seeds = new(StringComparer.Ordinal);
    private readonly List<UndifferentiableNode> _blocking = [];
    private bool _isStraightThrough;

    private BackwardGraphBuilder(ForwardGraph forward, GradientRules rules, IReadOnlyList<string> from, bool usesKernels)
    {
        _forward = forward;
        _rules = rules;
        _emitter = new GraphEmitter { UsesKernels = usesKernels };
        _emitter.Reserve(forward.Tensors.Select(tensor => tensor.Name));
        foreach (string tensor in from)
        {
            GraphValue seed = _emitter.Input(_emitter.Unused($"gradient/{tensor}"));
            _seeds[tensor] = seed.Name;
            _arrived[tensor] = [seed];
        }

        _tensors = new BackwardTensors(forward, _emitter, forward[from[0]].Shape, _arrived[from[0]][0]);
    }

    /// <exception cref="NoGradientException">A node on the way has no rule, or nothing arrives.</exception>
    public static BackwardGraph Build(
        ForwardGraph forward, GradientRules rules, IReadOnlyList<string> from, IReadOnlyCollection<string> to, bool usesKernels = false) =>
        Build(forward, forward.Model.Graph.Nodes, rules, from, to, usesKernels);

    /// <summary>The backward graph of some of the nodes.</summary>
    public static BackwardGraph Build(
        ForwardGraph forward, IReadOnlyList<NodeProto> nodes, GradientRules rules, IReadOnlyList<string> from, IReadOnlyCollection<string> to, bool usesKernels = false)
    {
        var builder = new BackwardGraphBuilder(forward, rules, from, usesKernels);
        builder.Walk(nodes, to);
        if (builder._blocking.Count > 0)
        {
            throw new NoGradientException(forward.Model.Name, builder._blocking);
        }

        return builder.Finish(nodes, to);
    }

    private void Walk(IReadOnlyList<NodeProto> nodes, IReadOnlyCollection<string> to)
    {
        HashSet<string> carriers = GradientCarriers.Of(_forward, nodes, _rules, to);
        foreach (NodeProto node in nodes.Reverse())
        {
            GraphValue?[] gradients = [.. node.Output.Select((output, i) => carriers.Contains(output) || _seeds.ContainsKey(output) ? Arrived(node, output, i) : null)];
            int[] wanted = [.. Enumerable.Range(0, node.Input.Count).Where(input => carriers.Contains(node.Input[input]))];
            if (gradients.All(gradient => gradient is null))
            {
                continue;
            }

            if (node.Bodies().Any() && OnnxGraph.InputsOf(node).Any(carriers.Contains))
            {
                Block(node, "its control flow depends on the image's pixels, so it cannot be written out", wanted);
            }
            else if (wanted.Length > 0)
            {
                Differentiate(node, gradients, wanted);
            }
        }
    }

    private GraphValue? Arrived(NodeProto node, string output, int position)
    {
        if (!_arrived.TryGetValue(output, out List<GraphValue>? parts))
        {
            return null;
        }

        _emitter.Prefix = $"{node.DisplayName()}/dy{position}/";
        return Total(parts);
    }

    private GraphValue Total(List<GraphValue> parts)
    {
        if (parts.Count > 1)
        {
            GraphValue sum = _emitter.Emit("Sum", parts, []);
            parts.Clear();
            parts.Add(sum);
        }

        return parts[0];
    }

    private void Differentiate(NodeProto node, GraphValue?[] gradients, int[] wanted)
    {
        int opset = _forward.OpsetOf(node);
        OperatorRule? rule = _rules.Find(node.QualifiedType(), opset);
        if (rule is null)
        {
            Block(node, UndifferentiableNode.NoRule, wanted);
            return;
        }

        if (rule.IsZero)
        {
            return;
        }

        string? unknown = node.Input.Concat(node.Output).FirstOrDefault(tensor => tensor.Length > 0 && !_forward.Has(tensor));
        if (unknown is not null)
        {
            Block(node, $"the size of '{unknown}' depends on the image's pixels", wanted);
            return;
        }

        _isStraightThrough |= rule.IsStraightThrough;
        var scope = new GradientScope(node, opset, _forward, _rules, _tensors, gradients);
        try
        {
            foreach (int input in wanted)
            {
                _emitter.Prefix = $"{node.DisplayName()}/grad/{input}_";
                GraphValue gradient = Gradient(node, scope, rule, input);
                if (gradient != GraphValue.Nothing)
                {
                    Add(node.Input[input], gradient);
                }
            }

            RefuseLost(scope, gradients);
        }
        catch (UndifferentiableNodeException e)
        {
            Block(node, e.Message, wanted);
        }
    }

    private static GraphValue Gradient(NodeProto node, GradientScope scope, OperatorRule rule, int input)
    {
        GradientRule ruleOfInput = rule.Input(input)
            ?? throw new UndifferentiableNodeException($"the image reaches its input {input} ('{node.Input[input]}'), for which there is no rule");
        GraphValue gradient = ruleOfInput(scope);
        return Broadcasting.Contains(node.QualifiedType()) && gradient != GraphValue.Nothing ? scope.SumToX(gradient, input) : gradient;
    }

    private static void RefuseLost(GradientScope scope, GraphValue?[] gradients)
    {
        int lost = Enumerable.Range(0, gradients.Length).FirstOrDefault(i => gradients[i] is not null && !scope.UsedOutputs.Contains(i), -1);
        if (lost >= 0)
        {
            throw new UndifferentiableNodeException($"the target depends on its output {lost}, for which there is no rule");
        }
    }

    // The walk goes on as if the gradient had passed, so that every blocking node is found at once.
    private void Block(NodeProto node, string reason, int[] inputs)
    {
        _blocking.Add(new UndifferentiableNode(node.DisplayName(), node.QualifiedType(), _forward.OpsetOf(node), reason));
        foreach (int input in inputs)
        {
            Add(node.Input[input], _tensors.Emitter.Constant([0f], []));
        }
    }

    private void Add(string tensor, GraphValue gradient)
    {
        if (!_arrived.TryGetValue(tensor, out List<GraphValue>? parts))
        {
            _arrived[tensor] = parts = [];
        }

        parts.Add(gradient);
    }

    private BackwardGraph Finish(IReadOnlyList<NodeProto> nodes, IReadOnlyCollection<string> to)
    {
        var gradients = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string tensor in to)
        {
            if (!_arrived.TryGetValue(tensor, out List<GraphValue>? parts))
            {
                throw new NoGradientException(
                    _forward.Model.Name,
                    $"no gradient arrives at '{tensor}': the target does not depend on it, or only through steps such as ArgMax.",
                    StepsBehind(tensor, nodes));
            }

            _emitter.Prefix = $"{tensor}/grad/";
            gradients[tensor] = _emitter.Unused($"gradient/{tensor}");
            _emitter.Return(Total(parts), gradients[tensor]);
        }

        IEnumerable<ValueInfoProto> inputs = _tensors.Saved.Select(_forward.Declare)
            .Concat(_tensors.SavedOfBaseline.Select(saved => _forward.Declare(saved.Key, saved.Value)))
            .Concat(_seeds.Select(seed => _forward.DeclareGradient(seed.Key, seed.Value)));
        return new BackwardGraph(
            _emitter.ToModel(inputs, gradients.Values), _tensors.Saved, _tensors.SavedOfBaseline, _seeds, gradients, _isStraightThrough);
    }

    /// <summary>The nodes, from the target back, that a gradient would reach from the tensor but for their own derivative of zero.</summary>
    private UndifferentiableNode[] StepsBehind(string tensor, IReadOnlyList<NodeProto> nodes)
    {
        HashSet<string> carriers = GradientCarriers.Of(_forward, nodes, _rules, [tensor]);
        HashSet<string> needed = _forward.Model.Graph.Ancestors(_seeds.Keys);
        return
        [
            .. from node in nodes.Reverse()
               where node.Output.Any(needed.Contains) && !node.Output.Any(carriers.Contains) && OnnxGraph.InputsOf(node).Any(carriers.Contains)
               where !node.Output.Where(_forward.Has).All(output => _forward[output].IsConstant)
               select new UndifferentiableNode(node.DisplayName(), node.QualifiedType(), _forward.OpsetOf(node), UndifferentiableNode.StepsOnly),
        ];
    }
}
