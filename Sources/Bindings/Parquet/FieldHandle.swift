internal import CParquet

/// Owns the C layer's description of a field until another field or a writer takes it over.
@safe
struct FieldHandle: ~Copyable {
    private let pointer: OpaquePointer

    /// Takes over a description that was just made, or says that there was no memory for it.
    init(owning pointer: OpaquePointer?, of name: String) throws(ParquetError) {
        guard let pointer = unsafe pointer else { throw ParquetError(.outOfMemory, "describing field \(name)") }
        unsafe self.pointer = pointer
    }

    /// Describes a field with everything in it.
    static func describing(_ field: ParquetField) throws(ParquetError) -> FieldHandle {
        let name = field.name
        switch field.shape {
        case .primitive(let type):
            let made = unsafe souk_parquet_field_primitive(name, type.code, type.precision, type.scale)
            return try unsafe FieldHandle(owning: made, of: name)
        case .list(let element):
            let element = try unsafe describing(element).relinquish()
            return try unsafe FieldHandle(owning: souk_parquet_field_list(name, element), of: name)
        case .map(let key, let value):
            let ownedKey = try describing(key)
            let value = try unsafe describing(value).relinquish()
            return try unsafe FieldHandle(owning: souk_parquet_field_map(name, ownedKey.relinquish(), value), of: name)
        case .structure(let fields):
            let structure = try unsafe FieldHandle(owning: souk_parquet_field_structure(name), of: name)
            for field in fields { try structure.add(describing(field)) }
            return structure
        }
    }

    private borrowing func add(_ child: consuming FieldHandle) throws(ParquetError) {
        guard unsafe souk_parquet_field_add(pointer, child.relinquish()) else {
            throw ParquetError(.outOfMemory, "adding a field to a structure")
        }
    }

    deinit {
        unsafe souk_parquet_field_free(pointer)
    }

    /// Gives the description away to whoever frees it from now on.
    consuming func relinquish() -> OpaquePointer {
        let pointer = unsafe pointer
        discard self
        return unsafe pointer
    }
}
