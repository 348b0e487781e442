namespace MultiTransport.Architecture.Tests;

public sealed class TopLevelTypesTests
{
    [Fact]
    public void A_file_declares_one_type() => RuleAssert.Keeps(TopLevelTypes.Violations(SourceTree.Repository));

    [Theory]
    [InlineData("namespace N;\nclass A { }\nenum B { X }")]
    [InlineData("namespace N\n{\n    class A { }\n    class B { }\n}")]
    [InlineData("class A { }\nnamespace N { class B { } }")]
    [InlineData("record A(int X);\nrecord struct B(int Y);")]
    [InlineData("public delegate void A<T>(T x);\ninternal sealed class B;")]
    [InlineData("[Obsolete(\"x;\")]\ninterface A { }\n[Flags] public enum B { }")]
    [InlineData("class A<T> where T : class { }\nfile static class B { }")]
    [InlineData("class A { } readonly ref struct B { }")]
    public void Two_types_are_found(string source) =>
        Assert.Equal(["src/X/A.cs declares A, B"], TopLevelTypes.Violations(SourceTree.Of(("src/X/A.cs", source))));

    [Theory]
    [InlineData("namespace N;\nclass A { class B { } enum C { } }")]
    [InlineData("namespace N;\n// class B { }\nclass A { string x = \"} class B { }\"; }")]
    [InlineData("[assembly: X]\nnamespace N;\nusing static B;\nrecord A(int X) { record B; }")]
    [InlineData("var record = 1;\nvar f = () => { };\nstatic void F() { }\nclass A { }")]
    [InlineData("class A(Func<int> f = null) : B(new { X = 1 }) { }")]
    public void One_type_and_what_is_inside_it_is_fine(string source) =>
        Assert.Empty(TopLevelTypes.Violations(SourceTree.Of(("src/X/A.cs", source))));

    [Fact]
    public void The_scan_knows_the_types_of_the_protocol_project()
    {
        var found = SourceTree.Repository.Under("src/MultiTransport.Protocol/", ".cs").SelectMany(file => TypeDeclarations.Of(Tokens.Of(file.Text)).Types);
        var compiled = typeof(Protocol.Varint).Assembly.GetTypes().Where(type => type.Namespace == "MultiTransport.Protocol" && !type.IsNested);
        Assert.Equal(compiled.Select(type => type.Name).Order(), found.Order());
    }
}
