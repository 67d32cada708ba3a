using CnnVis.Onnx;
using static CnnVis.Tests.Differentiation.CaseParts;

namespace CnnVis.Tests.Differentiation;

internal static partial class GradientCases
{
    private static IEnumerable<GradientCase> ControlFlows() =>
    [
        .. new[] { true, false }.Select(condition => Kinked("If", 13, [X(1, 2, 3), Bools([condition])]).As(
            Node(
                "If",
                ["x1"],
                ["y"],
                Body("then_branch", Graph([], [Node("Relu", ["x0"], ["t"])], "t")),
                Body("else_branch", Graph([], [Node("Neg", ["x0"], ["e"])], "e"))))),
        Linear("If", 16, [X(1, 2, 3), Integers([3]), Integers([2])]).Noted("on the image's width").As(
            Node("Shape", ["x0"], ["shape"]),
            Node("Gather", ["shape", "x2"], ["width"]),
            Node("Equal", ["width", "x1"], ["is3"]),
            Node(
                "If",
                ["is3"],
                ["y"],
                Body("then_branch", Graph([], [Node("Mul", ["x0", "two"], ["t"])], "t", Named("two", Scalar(2)))),
                Body("else_branch", Graph([], [Node("Identity", ["x0"], ["e"])], "e")))),
        Smooth("If", 16, [X(1, 2, 3), Bools([true])]).Noted("nested").As(
            Node(
                "If",
                ["x1"],
                ["y"],
                Body("then_branch", Graph([], [
                    Node("Sigmoid", ["x0"], ["s"]),
                    Node(
                        "If",
                        ["x1"],
                        ["inner"],
                        Body("then_branch", Graph([], [Node("Mul", ["s", "x0"], ["t"])], "t")),
                        Body("else_branch", Graph([], [Node("Identity", ["s"], ["e"])], "e"))),
                ], "inner")),
                Body("else_branch", Graph([], [Node("Identity", ["x0"], ["o"])], "o")))),
        Smooth("Loop", 13, [X(1, 2, 3), Integers([3]), Bools([true])]).As(
            Node("Loop", ["x1", "x2", "x0"], ["y"], Body("body", Graph(
                ["i", "go", "v"],
                [Node("Sin", ["v"], ["s"]), Node("Add", ["s", "x0"], ["next"]), Node("Identity", ["go"], ["on"])],
                ["on", "next"])))),
        Smooth("Loop", 11, [X(1, 2, 3), Integers([2])]).Noted("with scanned outputs").WithOutputs(["y", "all"], "y", "all").As(
            Node("Loop", ["x1", "", "x0"], ["y", "all"], Body("body", Graph(
                ["i", "go", "v"],
                [Node("Tanh", ["v"], ["next"]), Node("Mul", ["v", "x0"], ["out"]), Node("Identity", ["go"], ["on"])],
                ["on", "next", "out"])))),
        Smooth("Loop", 16, [X(1, 3, 2), Integers([3]), Bools([true])]).Noted("reading its counter").As(
            Node("Loop", ["x1", "x2", "x0"], ["y"], Body("body", Graph(
                ["i", "go", "v"],
                [
                    Node("Gather", ["x0", "i"], ["row"], Int("axis", 1)),
                    Node("Unsqueeze", ["row", "axis"], ["wide"]),
                    Node("Mul", ["v", "wide"], ["next"]),
                    Node("Identity", ["go"], ["on"]),
                ],
                ["on", "next"],
                Named("axis", List(1)))))),
        .. new[] { 0L, 1L }.Select(direction => Smooth("Scan", 11, [XOfOneImage(2), XOfOneImage(3, 2)], Int("direction", direction))
            .WithOutputs(["y", "all"], "y", "all").As(Scanning(
                Int("num_scan_inputs", 1), Ints("scan_input_directions", direction), Ints("scan_output_directions", 1 - direction)))),
        Smooth("Scan", 16, [XOfOneImage(2), XOfOneImage(2, 3)]).Noted("over axis 1").WithOutputs(["y", "all"], "y", "all").As(Scanning(
            Int("num_scan_inputs", 1), Ints("scan_input_axes", 1), Ints("scan_output_axes", 1))),
        Smooth("Scan", 16, [XOfOneImage(2), XOfOneImage(2, 3)]).Noted("over axis -1").WithOutputs(["y", "all"], "all").As(Scanning(
            Int("num_scan_inputs", 1), Ints("scan_input_axes", -1), Ints("scan_output_axes", -1))),
    ];

    private static NodeProto Scanning(params AttributeProto[] attributes) =>
        Node("Scan", ["x0", "x1"], ["y", "all"], [.. attributes, Body("body", Graph(
            ["state", "row"],
            [Node("Mul", ["state", "row"], ["product"]), Node("Add", ["product", "row"], ["next"]), Node("Sin", ["next"], ["out"])],
            ["next", "out"]))]);

    private static IEnumerable<GradientCase> ModelFunctions() =>
    [
        Smooth("Swish", 17, [X(1, 2, 3)]).With(Swish()).As(Call("Swish", ["x0"], "y")),
        Smooth("Swish", 17, [X(1, 2, 3)]).Noted("twice").With(Swish()).As(Call("Swish", ["x0"], "h"), Call("Swish", ["h"], "y")),
        Smooth("SwishBlock", 17, [X(1, 2, 3)]).Noted("nested")
            .With(Swish(), Function("SwishBlock", ["a"], ["b"], [Call("Swish", ["a"], "h"), Node("Add", ["h", "a"], ["b"])]))
            .As(Call("SwishBlock", ["x0"], "y")),
        .. new AttributeProto[][] { [], [Real("slope", 0.4f)] }.Select(given =>
            Kinked("Leaky", 17, [X(1, 2, 3)], given).With(Leaky()).As(Call("Leaky", ["x0"], "y", given))),
        Linear("Both", 17, [X(1, 2, 3), X(1, 2, 3)]).Noted("with two outputs, one of which is left out").With(Function(
            "Both", ["a", "b"], ["sum", "difference"], [Node("Add", ["a", "b"], ["sum"]), Node("Sub", ["a", "b"], ["difference"])])).As(
            Local(Node("Both", ["x0", "x1"], ["", "y"]))),
        Kinked("Bounded", 17, [X(1, 2, 3), Scalar(2)]).Noted("with an input that is left out")
            .With(Function("Bounded", ["a", "low", "high"], ["b"], [Node("Clip", ["a", "low", "high"], ["b"])]))
            .As(Local(Node("Bounded", ["x0", "", "x1"], ["y"]))),
    ];

    private static FunctionProto Swish() => Function("Swish", ["a"], ["b"], [Node("Sigmoid", ["a"], ["s"]), Node("Mul", ["a", "s"], ["b"])]);

    private static FunctionProto Leaky()
    {
        NodeProto leaky = Node("LeakyRelu", ["a"], ["b"]);
        leaky.Attribute.Add(new AttributeProto { Name = "alpha", RefAttrName = "slope", Type = AttributeProto.Types.AttributeType.Float });
        FunctionProto function = Function("Leaky", ["a"], ["b"], [leaky]);
        function.AttributeProto.Add(Real("slope", 0.2f));
        return function;
    }

    private static FunctionProto Function(string name, string[] inputs, string[] outputs, NodeProto[] nodes)
    {
        var function = new FunctionProto { Name = name, Domain = "local" };
        function.Input.Add(inputs);
        function.Output.Add(outputs);
        function.Node.Add(nodes);
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "local", Version = 1 });
        return function;
    }

    private static NodeProto Call(string function, string[] inputs, string output, params AttributeProto[] attributes) =>
        Local(Node(function, inputs, [output], attributes));

    private static NodeProto Local(NodeProto node)
    {
        node.Domain = "local";
        return node;
    }

    private static TensorProto Named(string name, CaseInput value)
    {
        TensorProto tensor = value.Stored!.Clone();
        tensor.Name = name;
        return tensor;
    }
}
