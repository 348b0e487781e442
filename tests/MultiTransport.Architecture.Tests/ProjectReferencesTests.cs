using System.Reflection;
using System.Reflection.Emit;
using Microsoft.AspNetCore.Http;

namespace MultiTransport.Architecture.Tests;

public sealed class ProjectReferencesTests
{
    public static TheoryData<string> Compiled =>
        [.. ProjectReferences.Names.Where(name => SourceTree.Repository.Under("src/", $"/{name}.csproj").Concat(SourceTree.Repository.Under("clients/", $"/{name}.csproj")).Any())];

    [Fact]
    public void Projects_reference_what_they_may() => RuleAssert.Keeps(ProjectReferences.Violations(SourceTree.Repository));

    [Theory]
    [MemberData(nameof(Compiled))]
    public void Assemblies_use_what_they_may(string name) => RuleAssert.Keeps(ProjectReferences.Violations(Path.Combine(AppContext.BaseDirectory, $"{name}.dll")));

    [Theory]
    [InlineData("MultiTransport.Protocol", "MultiTransport.Core")]
    [InlineData("MultiTransport.Core", "MultiTransport.AspNetCore")]
    [InlineData("MultiTransport.AspNetCore", "MultiTransport.Protocol")] // through Core only
    [InlineData("MultiTransport.AspNetCore", "MultiTransport.Server")]
    [InlineData("MultiTransport.Server", "MultiTransport.Core")]
    [InlineData("MultiTransport.Client", "MultiTransport.Core")]
    public void Another_project_reference_is_found(string name, string reference)
    {
        var found = ProjectReferences.Violations(Project(name, $"<ProjectReference Include=\"..\\{reference}\\{reference}.csproj\" />"));
        Assert.Equal([$"{name} references {reference}"], found);
    }

    [Theory]
    [InlineData("MultiTransport.Core", "MultiTransport.Protocol")]
    [InlineData("MultiTransport.AspNetCore", "MultiTransport.Core")]
    [InlineData("MultiTransport.Server", "MultiTransport.AspNetCore")]
    public void An_allowed_one_is_not(string name, string reference) =>
        Assert.Empty(ProjectReferences.Violations(Project(name, $"<ProjectReference Include=\"../{reference}/{reference}.csproj\" />")));

    [Theory]
    [InlineData("MultiTransport.Protocol", "<PackageReference Include=\"Newtonsoft.Json\" />", "Newtonsoft.Json")]
    [InlineData("MultiTransport.Core", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />", "Microsoft.AspNetCore.App")]
    public void A_package_or_framework_under_the_web_layer_is_found(string name, string item, string reference) =>
        Assert.Equal([$"{name} references {reference}"], ProjectReferences.Violations(Project(name, item)));

    [Fact]
    public void The_web_SDK_under_the_web_layer_is_found() =>
        Assert.Single(ProjectReferences.Violations(Project("MultiTransport.Core", "", "Microsoft.NET.Sdk.Web")));

    [Fact]
    public void A_project_without_a_rule_is_found() =>
        Assert.Equal(["MultiTransport.Extra is not in the table of projects; say what it may reference"], ProjectReferences.Violations(Project("MultiTransport.Extra", "")));

    [Theory]
    [InlineData("MultiTransport.Core", typeof(HttpContext), "MultiTransport.Core uses Microsoft.AspNetCore.Http.Abstractions, which is not part of the base library")]
    [InlineData("MultiTransport.Protocol", typeof(FactAttribute), "MultiTransport.Protocol uses xunit.core, which is not part of the base library")]
    [InlineData("MultiTransport.Core", typeof(MultiTransportOptions), "MultiTransport.Core uses MultiTransport.AspNetCore")]
    [InlineData("MultiTransport.Protocol", typeof(SessionOptions), "MultiTransport.Protocol uses MultiTransport.Core")]
    [InlineData("MultiTransport.Client", typeof(SessionOptions), "MultiTransport.Client uses MultiTransport.Core")]
    [InlineData("MultiTransport.AspNetCore", typeof(Protocol.AttachFrame), null)] // through Core
    public void An_assembly_that_uses_what_it_may_not_is_found(string name, Type used, string? expected)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.dll");
        try
        {
            var assembly = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
            var type = assembly.DefineDynamicModule(name).DefineType("User", TypeAttributes.Public);
            type.DefineField("_used", used, FieldAttributes.Private);
            type.CreateType();
            assembly.Save(path);
            Assert.Equal(expected is null ? [] : [expected], ProjectReferences.Violations(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static SourceTree Project(string name, string items, string sdk = "Microsoft.NET.Sdk") =>
        SourceTree.Of(($"src/{name}/{name}.csproj", $"<Project Sdk=\"{sdk}\"><ItemGroup>{items}</ItemGroup></Project>"));
}
